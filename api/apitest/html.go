package apitest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Nodes reads a fragment as a browser does (WHATWG HTML, section 13.2), and answers its elements.
func Nodes(t *testing.T, fragment string) (elements []*html.Node) {
	t.Helper()
	parsed, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{
		Type: html.ElementNode, Data: "body", DataAtom: atom.Body,
	})
	require.NoError(t, err)
	require.Equal(t, "article", parsed[0].Data)
	for i, top := range parsed {
		if i > 0 {
			require.Empty(t, strings.TrimSpace(top.Data), "nothing breaks out of the article")
			continue
		}
		elements = append(elements, top)
		for node := range top.Descendants() {
			require.Contains(t, []html.NodeType{html.TextNode, html.ElementNode}, node.Type, "%q", node.Data)
			if node.Type == html.ElementNode {
				elements = append(elements, node)
			}
		}
	}
	return elements
}

// RequireOnly asserts that a fragment has no elements and attributes but these, each with a value of this pattern.
func RequireOnly(t *testing.T, fragment string, allowed map[string]map[string]string) {
	t.Helper()
	for _, element := range Nodes(t, fragment) {
		require.Empty(t, element.Namespace)
		require.Contains(t, allowed, element.Data)
		for _, attribute := range element.Attr {
			require.Contains(t, allowed[element.Data], attribute.Key, element.Data)
			require.Regexp(t, allowed[element.Data][attribute.Key], attribute.Val)
		}
	}
}
