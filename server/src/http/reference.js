const place = document.getElementById('reference');
if (window.SwaggerUIBundle) {
  SwaggerUIBundle({
    url: '/api/openapi.json',
    domNode: place,
    deepLinking: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
} else {
  place.textContent = 'The reader of the API is not built into this program. The description is at /api/openapi.json.';
}
