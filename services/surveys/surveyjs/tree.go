package surveyjs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// errTooDeep means that values lie deeper within each other than any survey needs.
var errTooDeep = errors.New("nested too deeply")

// node is a JSON value of a definition, at its place. Readers put texts into their one spelling where they stand, so
// that the tree is the definition as it was understood.
type node struct {
	parent   *node
	key      string // the name in an object, the index in an array
	kind     jsontext.Kind
	children []*node
	text     string
	number   float64
}

// decode reads one JSON value strictly: no duplicate names, no invalid text, nothing behind it.
func decode(definition []byte) (*node, error) {
	decoder := jsontext.NewDecoder(bytes.NewReader(definition))
	root, err := decodeValue(decoder, nil, "", 0)
	if err != nil {
		return nil, err
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the definition")
	}
	return root, nil
}

func decodeValue(decoder *jsontext.Decoder, parent *node, key string, depth int) (*node, error) {
	if depth > mostDepth {
		return nil, errTooDeep
	}
	token, err := decoder.ReadToken()
	if err != nil {
		return nil, fmt.Errorf("read the definition: %w", err)
	}
	n := &node{parent: parent, key: key, kind: token.Kind()}
	if n.kind == jsontext.KindBeginObject || n.kind == jsontext.KindBeginArray {
		return n, n.decodeChildren(decoder, depth)
	}
	if n.kind == jsontext.KindString {
		n.text = token.String()
	}
	if n.kind == jsontext.KindNumber {
		// RFC 8785 writes the numbers that a double holds, and no others.
		if n.number, err = strconv.ParseFloat(token.String(), 64); err != nil {
			return nil, fmt.Errorf("read a number: %w", err)
		}
	}
	return n, nil
}

func (n *node) decodeChildren(decoder *jsontext.Decoder, depth int) error {
	for i := 0; ; i++ {
		if next := decoder.PeekKind(); next == jsontext.KindEndObject || next == jsontext.KindEndArray {
			_, err := decoder.ReadToken()
			return err
		}
		key := strconv.Itoa(i)
		if n.kind == jsontext.KindBeginObject {
			name, err := decoder.ReadToken()
			if err != nil {
				return fmt.Errorf("read the definition: %w", err)
			}
			key = name.String()
		}
		child, err := decodeValue(decoder, n, key, depth+1)
		if err != nil {
			return err
		}
		n.children = append(n.children, child)
	}
}

// pointer is the JSON pointer (RFC 6901) to the value.
func (n *node) pointer() string {
	var keys []string
	for at := n; at.parent != nil; at = at.parent {
		keys = append(keys, at.key)
	}
	pointer := jsontext.Pointer("")
	for _, key := range slices.Backward(keys) {
		pointer = pointer.AppendToken(key)
	}
	return string(pointer)
}

// member finds a member of an object by its name.
func (n *node) member(name string) *node {
	if n.kind != jsontext.KindBeginObject {
		return nil
	}
	for _, child := range n.children {
		if child.key == name {
			return child
		}
	}
	return nil
}

// isWithin says that the value is another one, or somewhere in it.
func (n *node) isWithin(other *node) bool {
	for at := n; at != nil; at = at.parent {
		if at == other {
			return true
		}
	}
	return false
}

// isFlag says that the value is true or false.
func (n *node) isFlag() bool { return n.kind == jsontext.KindTrue || n.kind == jsontext.KindFalse }

// encode writes the tree in the one spelling of RFC 8785.
func (n *node) encode() ([]byte, error) {
	var b bytes.Buffer
	if err := n.write(jsontext.NewEncoder(&b)); err != nil {
		return nil, fmt.Errorf("write the definition: %w", err)
	}
	value := jsontext.Value(b.Bytes())
	if err := value.Canonicalize(); err != nil {
		return nil, fmt.Errorf("canonicalise the definition: %w", err)
	}
	return bytes.TrimSpace(value), nil
}

func (n *node) write(encoder *jsontext.Encoder) error {
	switch {
	case n.kind == jsontext.KindBeginObject:
		return n.writeChildren(encoder, jsontext.BeginObject, jsontext.EndObject)
	case n.kind == jsontext.KindBeginArray:
		return n.writeChildren(encoder, jsontext.BeginArray, jsontext.EndArray)
	case n.kind == jsontext.KindString:
		return encoder.WriteToken(jsontext.String(n.text))
	case n.kind == jsontext.KindNumber:
		return encoder.WriteToken(jsontext.Float(n.number))
	case n.isFlag():
		return encoder.WriteToken(jsontext.Bool(n.kind == jsontext.KindTrue))
	default:
		return encoder.WriteToken(jsontext.Null)
	}
}

func (n *node) writeChildren(encoder *jsontext.Encoder, begin, end jsontext.Token) error {
	if err := encoder.WriteToken(begin); err != nil {
		return err
	}
	for _, child := range n.children {
		if n.kind == jsontext.KindBeginObject {
			if err := encoder.WriteToken(jsontext.String(child.key)); err != nil {
				return err
			}
		}
		if err := child.write(encoder); err != nil {
			return err
		}
	}
	return encoder.WriteToken(end)
}
