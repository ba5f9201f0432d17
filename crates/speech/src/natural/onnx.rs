//! Two changes to the model file as it is loaded, so that rten computes what the model means.
//!
//! 1. `FusedMatMul` with a transposed side, which rten does not know, becomes `Transpose` and `MatMul`.
//! 2. A padded `ConvInteger(x)` becomes `ConvInteger(Pad(x, pads, zero point))`: rten 0.27 pads with a raw 0, which
//!    is a loud value in a quantized sound, so it clicks at the start and eats first consonants.
//!
//! Everything else is copied byte for byte. Names and numbers are those of the ONNX schema.

use super::protobuf::{Field, Malformed, Message, Value, fields, varint};

// ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto: the fields that matter here.
const MODEL_GRAPH: u32 = 7;
const GRAPH_NODE: u32 = 1;
const GRAPH_INITIALIZER: u32 = 5;
const NODE_INPUT: u32 = 1;
const NODE_OUTPUT: u32 = 2;
const NODE_NAME: u32 = 3;
const NODE_OP_TYPE: u32 = 4;
const NODE_ATTRIBUTE: u32 = 5;
const ATTRIBUTE_NAME: u32 = 1;
const ATTRIBUTE_FLOAT: u32 = 2;
const ATTRIBUTE_INT: u32 = 3;
const ATTRIBUTE_INTS: u32 = 8;
const ATTRIBUTE_TYPE: u32 = 20;
const ATTRIBUTE_TYPE_INTS: u64 = 7;
const TENSOR_DIMS: u32 = 1;
const TENSOR_DATA_TYPE: u32 = 2;
const TENSOR_NAME: u32 = 8;
const TENSOR_RAW_DATA: u32 = 9;
const TENSOR_INT64: u64 = 7;

/// Why a model could not be changed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RewriteError {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error("the model uses a matrix product of an unknown kind")]
    UnknownProduct,
}

/// The changed model, and how many of its nodes were changed.
pub(super) fn rewrite(model: &[u8]) -> Result<(Vec<u8>, usize), RewriteError> {
    let mut changed = 0;
    let mut out = Message::with_capacity(model.len() + 64 * 1024);
    for field in fields(model) {
        let field = field?;
        if field.number == MODEL_GRAPH {
            out.bytes(MODEL_GRAPH, &rewrite_graph(field.bytes(), &mut changed)?);
        } else {
            out.copy(&field);
        }
    }
    Ok((out.finish(), changed))
}

fn rewrite_graph(graph: &[u8], changed: &mut usize) -> Result<Vec<u8>, RewriteError> {
    let mut out = Message::with_capacity(graph.len() + 64 * 1024);
    for field in fields(graph) {
        let field = field?;
        let rewritten = match field.number {
            GRAPH_NODE => match Node::parse(field.bytes())? {
                node if node.op_type == "FusedMatMul" => unfuse(&node, &mut out)?,
                node if node.op_type == "ConvInteger" => pad_first(&node, &mut out)?,
                _ => false,
            },
            _ => false,
        };
        if rewritten { *changed += 1 } else { out.copy(&field) }
    }
    Ok(out.finish())
}

/// A node, with its attributes left as they are.
struct Node<'a> {
    op_type: &'a str,
    inputs: Vec<&'a str>,
    output: &'a str,
    attributes: Vec<Field<'a>>,
}

impl<'a> Node<'a> {
    fn parse(node: &'a [u8]) -> Result<Self, RewriteError> {
        let mut parsed = Node { op_type: "", inputs: Vec::new(), output: "", attributes: Vec::new() };
        for field in fields(node) {
            let field = field?;
            match field.number {
                NODE_INPUT => parsed.inputs.push(text(&field)?),
                NODE_OUTPUT => parsed.output = text(&field)?,
                NODE_OP_TYPE => parsed.op_type = text(&field)?,
                NODE_ATTRIBUTE => parsed.attributes.push(field),
                _ => {}
            }
        }
        Ok(parsed)
    }

    fn attribute(&self, name: &str) -> Result<Option<&'a [u8]>, RewriteError> {
        for attribute in &self.attributes {
            if attribute_name(attribute)? == name {
                return Ok(Some(attribute.bytes()));
            }
        }
        Ok(None)
    }

    fn flag(&self, name: &str) -> Result<bool, RewriteError> {
        let Some(attribute) = self.attribute(name)? else { return Ok(false) };
        for field in fields(attribute) {
            let field = field?;
            if field.number == ATTRIBUTE_INT {
                return Ok(field.value != Value::Varint(0));
            }
        }
        Ok(false)
    }
}

fn text<'a>(field: &Field<'a>) -> Result<&'a str, RewriteError> {
    std::str::from_utf8(field.bytes()).map_err(|_| RewriteError::Malformed(Malformed))
}

fn attribute_name<'a>(attribute: &Field<'a>) -> Result<&'a str, RewriteError> {
    for field in fields(attribute.bytes()) {
        let field = field?;
        if field.number == ATTRIBUTE_NAME {
            return text(&field);
        }
    }
    Ok("")
}

fn write_node(graph: &mut Message, op_type: &str, inputs: &[&str], output: &str, attributes: &[&[u8]]) {
    let mut node = Message::default();
    for input in inputs {
        node.bytes(NODE_INPUT, input.as_bytes());
    }
    node.bytes(NODE_OUTPUT, output.as_bytes());
    node.bytes(NODE_NAME, format!("{output}__rewritten").as_bytes());
    node.bytes(NODE_OP_TYPE, op_type.as_bytes());
    for attribute in attributes {
        node.bytes(NODE_ATTRIBUTE, attribute);
    }
    graph.bytes(GRAPH_NODE, &node.finish());
}

/// `FusedMatMul(a, b)` → `MatMul(Transpose(a), b)`; the operands of this model have three dimensions.
fn unfuse(node: &Node<'_>, graph: &mut Message) -> Result<bool, RewriteError> {
    let scaled = match node.attribute("alpha")? {
        Some(alpha) => {
            let one = 1f32.to_le_bytes();
            fields(alpha).flatten().any(|f| f.number == ATTRIBUTE_FLOAT && f.value != Value::Fixed(&one))
        }
        None => false,
    };
    let &[left, right] = node.inputs.as_slice() else { return Err(RewriteError::UnknownProduct) };
    if scaled || node.flag("transBatchA")? || node.flag("transBatchB")? {
        return Err(RewriteError::UnknownProduct);
    }
    let mut perm = Message::default();
    perm.bytes(ATTRIBUTE_NAME, b"perm");
    for axis in [0, 2, 1] {
        perm.varint(ATTRIBUTE_INTS, axis);
    }
    perm.varint(ATTRIBUTE_TYPE, ATTRIBUTE_TYPE_INTS);
    let perm = perm.finish();
    let mut operand = |input: &str, side: &str, turned: bool| {
        if !turned {
            return input.to_owned();
        }
        let name = format!("{}__{side}_transposed", node.output);
        write_node(graph, "Transpose", &[input], &name, &[&perm]);
        name
    };
    let left = operand(left, "left", node.flag("transA")?);
    let right = operand(right, "right", node.flag("transB")?);
    write_node(graph, "MatMul", &[&left, &right], node.output, &[]);
    Ok(true)
}

/// `ConvInteger(x, w, zero)` with padding → `ConvInteger(Pad(x, pads, zero), w, zero)` without.
fn pad_first(node: &Node<'_>, graph: &mut Message) -> Result<bool, RewriteError> {
    let pads = match node.attribute("pads")? {
        Some(attribute) => integers(attribute)?,
        None => return Ok(false),
    };
    let &[input, _, zero_point, ..] = node.inputs.as_slice() else { return Ok(false) };
    if zero_point.is_empty() || pads.iter().all(|pad| *pad == 0) {
        return Ok(false);
    }
    // `pads` names the spatial axes only; `Pad` wants batch and channel too, begins first, then ends.
    let (begins, ends) = pads.split_at(pads.len() / 2);
    let full: Vec<u64> = [&[0, 0], begins, &[0, 0], ends].concat();
    let pads_name = format!("{}__pads", node.output);
    let mut tensor = Message::default();
    tensor.varint(TENSOR_DIMS, full.len() as u64);
    tensor.varint(TENSOR_DATA_TYPE, TENSOR_INT64);
    tensor.bytes(TENSOR_NAME, pads_name.as_bytes());
    tensor.bytes(TENSOR_RAW_DATA, &full.iter().flat_map(|pad| pad.to_le_bytes()).collect::<Vec<_>>());
    graph.bytes(GRAPH_INITIALIZER, &tensor.finish());

    let padded = format!("{}__padded", node.output);
    write_node(graph, "Pad", &[input, &pads_name, zero_point], &padded, &[]);
    let mut inputs = node.inputs.clone();
    inputs[0] = &padded;
    let mut attributes = Vec::new();
    for attribute in &node.attributes {
        if attribute_name(attribute)? != "pads" {
            attributes.push(attribute.bytes());
        }
    }
    write_node(graph, "ConvInteger", &inputs, node.output, &attributes);
    Ok(true)
}

/// The integers of an attribute, written one by one or packed.
fn integers(attribute: &[u8]) -> Result<Vec<u64>, RewriteError> {
    let mut values = Vec::new();
    for field in fields(attribute) {
        match field? {
            Field { number: ATTRIBUTE_INTS, value: Value::Varint(value), .. } => values.push(value),
            Field { number: ATTRIBUTE_INTS, value: Value::Bytes(mut packed), .. } => {
                while !packed.is_empty() {
                    values.push(varint(&mut packed)?);
                }
            }
            _ => {}
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ops(model: &[u8]) -> Vec<String> {
        let graph = fields(model).flatten().find(|f| f.number == MODEL_GRAPH).unwrap();
        let nodes = fields(graph.bytes()).flatten().filter(|f| f.number == GRAPH_NODE);
        nodes
            .map(|f| {
                let node = Node::parse(f.bytes()).unwrap();
                format!("{}({})", node.op_type, node.inputs.join(","))
            })
            .collect()
    }

    fn model_of(node: impl FnOnce(&mut Message)) -> Vec<u8> {
        let mut graph = Message::default();
        node(&mut graph);
        write_node(&mut graph, "Relu", &["y"], "z", &[]);
        let mut model = Message::default();
        model.varint(1, 8);
        model.bytes(MODEL_GRAPH, &graph.finish());
        model.finish()
    }

    fn attribute(name: &str, write: impl FnOnce(&mut Message)) -> Vec<u8> {
        let mut attribute = Message::default();
        attribute.bytes(ATTRIBUTE_NAME, name.as_bytes());
        write(&mut attribute);
        attribute.finish()
    }

    #[test]
    fn a_fused_product_is_taken_apart() {
        let turned = attribute("transA", |a| a.varint(ATTRIBUTE_INT, 1));
        let model = model_of(|graph| write_node(graph, "FusedMatMul", &["a", "b"], "y", &[&turned]));
        let (rewritten, changed) = rewrite(&model).unwrap();
        assert_eq!(changed, 1);
        assert_eq!(ops(&rewritten), ["Transpose(a)", "MatMul(y__left_transposed,b)", "Relu(y)"]);
    }

    #[test]
    fn a_padded_convolution_gets_its_zero_point_as_padding() {
        let pads = attribute("pads", |a| {
            a.varint(ATTRIBUTE_INTS, 1);
            a.varint(ATTRIBUTE_INTS, 2);
        });
        let model = model_of(|graph| write_node(graph, "ConvInteger", &["x", "w", "zero"], "y", &[&pads]));
        let (rewritten, changed) = rewrite(&model).unwrap();
        assert_eq!(changed, 1);
        assert_eq!(ops(&rewritten), ["Pad(x,y__pads,zero)", "ConvInteger(y__padded,w,zero)", "Relu(y)"]);
    }

    #[test]
    fn everything_else_is_copied_and_garbage_is_refused() {
        let model = model_of(|graph| write_node(graph, "MatMul", &["a", "b"], "y", &[]));
        assert_eq!(rewrite(&model).unwrap(), (model.clone(), 0));
        assert!(rewrite(&model[..model.len() - 3]).is_err());
    }
}
