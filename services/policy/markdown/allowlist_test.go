package markdown_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"amanat/services/policy/markdown"
)

// render renders a Persian text, and requires of whatever comes out that it holds nothing but what is allowed.
func render(t require.TestingT, source string) string {
	rendered, err := markdown.New().HTML("fa", source)
	require.NoError(t, err)
	requireSafe(t, rendered)
	return rendered
}

// inner is what stands between the tags of the article.
func inner(t require.TestingT, rendered string) string {
	const opened, closed = "<article lang=\"fa\" dir=\"rtl\">\n", "</article>\n"
	require.True(t, strings.HasPrefix(rendered, opened) && strings.HasSuffix(rendered, closed), rendered)
	return strings.TrimSuffix(strings.TrimPrefix(rendered, opened), closed)
}

// requireSafe reads what was rendered as a browser does (WHATWG HTML, section 13.2).
func requireSafe(t require.TestingT, rendered string) {
	require.True(t, utf8.ValidString(rendered))
	nodes, err := html.ParseFragment(strings.NewReader(rendered), &html.Node{
		Type: html.ElementNode, Data: "body", DataAtom: atom.Body,
	})
	require.NoError(t, err)
	var elements []*html.Node
	for _, node := range nodes {
		for descendant := range node.Descendants() {
			require.NotContains(t, []html.NodeType{html.CommentNode, html.DoctypeNode, html.RawNode}, descendant.Type)
			if descendant.Type == html.ElementNode {
				elements = append(elements, descendant)
			}
		}
	}
	require.Equal(t, "article", nodes[0].Data)
	require.Equal(t, 1, strings.Count(rendered, "<article"), "nothing breaks out of the article")
	for _, node := range nodes[1:] {
		require.Equal(t, html.TextNode, node.Type)
		require.Empty(t, strings.TrimSpace(node.Data))
	}
	for _, element := range elements {
		requireAllowed(t, element)
	}
}

func requireAllowed(t require.TestingT, element *html.Node) {
	require.Contains(t, []string{
		"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "hr",
		"br", "table", "thead", "tbody", "tr", "th", "td", "del",
	}, element.Data)
	require.Empty(t, element.Namespace)
	names := map[string]string{}
	for _, attribute := range element.Attr {
		require.Empty(t, attribute.Namespace)
		names[attribute.Key] = attribute.Val
		switch element.Data + " " + attribute.Key {
		case "a href":
			requireHarmless(t, attribute.Val)
		case "a rel":
			require.Equal(t, "nofollow noopener noreferrer", attribute.Val)
		case "ol start":
			require.Regexp(t, `^[0-9]{1,9}$`, attribute.Val)
		case "th align", "td align":
			require.Contains(t, []string{"left", "center", "right"}, attribute.Val) //nolint:misspell // HTML's spelling
		default:
			require.Fail(t, "an attribute that is not allowed", "%s of %s", attribute.Key, element.Data)
		}
	}
	if element.Data == "a" {
		require.NotEmpty(t, names["href"])
		if strings.HasPrefix(names["href"], "http") {
			require.Contains(t, names, "rel")
		}
	}
}

// requireHarmless goes by what a browser makes of an address: it strips white space and controls at both ends, and
// tabs and line ends everywhere; \ is / to it.
func requireHarmless(t require.TestingT, href string) {
	seen := strings.TrimFunc(href, func(r rune) bool { return r <= ' ' })
	seen = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(seen)
	require.Equal(t, href, seen)
	scheme := regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`).FindString(seen)
	switch scheme {
	case "":
		require.True(t, strings.HasPrefix(seen, "/") || strings.HasPrefix(seen, "#"), seen)
		require.False(t, strings.HasPrefix(seen, "//"), seen)
	case "http:", "https:":
		authority, _, _ := strings.Cut(strings.TrimPrefix(seen, scheme+"//"), "/")
		require.NotContains(t, authority, "@")
	default:
		require.Equal(t, "mailto:", scheme)
	}
}

func TestTheCheckOfTheseTestsSees(t *testing.T) {
	for _, unsafe := range []string{
		`<img src="/x">`, `<p onclick="x()">`, `<a href="javascript:x">`, `<a href="//x">`, `<a href="https://x">`, `<a>`,
		`<p style="left:0">`, `<svg>`, `<math>`, `<!-- x -->`, `</article><p>`, `<a href=" javascript:x">`, `<p class="x">`,
		`<a href="java&#9;script:x">`, `<a href="/\x">`, `<h1 id="x">`, `<template>`, `<table><tr><td align="x">`, `<form>`,
	} {
		var seen recorded
		func() {
			defer func() { _ = recover() }()
			requireSafe(&seen, "<article>"+unsafe+"</article>\n")
		}()
		require.True(t, seen.failed, unsafe)
	}
	requireSafe(t, `<article><a href="https://example.com/" rel="nofollow noopener noreferrer">x</a></article>`)
}

// recorded is a test that remembers that it failed.
type recorded struct{ failed bool }

func (r *recorded) Errorf(string, ...any) { r.failed = true }

func (r *recorded) FailNow() { panic("failed") }

func FuzzHTML(f *testing.F) {
	for _, seed := range slices.Concat(payloads(), []string{
		"# سیاست حریم خصوصی\n\nداده‌های شما **نزد ما** می‌ماند.\n\n|حق|مهلت|\n|:-|-:|\n|دسترسی|۳۰ روز|\n",
		"1. یک\n2. دو\n   > نقل\n\n~~خط‌خورده~~ `کد` <https://مثال.ایران/> [پیوند][۱]\n\n[۱]: /سیاست \"عنوان\"\n",
	}) {
		f.Add(seed)
	}
	renderer := markdown.New()
	f.Fuzz(func(t *testing.T, source string) {
		rendered, err := renderer.HTML("fa", source)
		if err != nil {
			require.ErrorIs(t, err, markdown.ErrTooComplex)
			return
		}
		requireSafe(t, rendered)
	})
}
