package markdown_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// schemes are addresses that run or embed something, in the disguises of the OWASP XSS filter evasion cheat sheet.
func schemes() []string {
	return []string{
		"javascript:alert(1)", "JAVASCRIPT:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)",
		"javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "javascript&#x3a;alert&lpar;1&rpar;",
		"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)",
		"&#0000106avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#x6Aavascript:alert(1)",
		"java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "java&#9;script:alert(1)", "java&#x0A;script:alert(1)",
		"java&#13;script:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "java\rscript:alert(1)",
		"java\x00script:alert(1)", "\x00javascript:alert(1)", "\x01javascript:alert(1)", "&#1;javascript:alert(1)",
		"&#14;  javascript:alert(1)", "&#32;javascript:alert(1)", "&nbsp;javascript:alert(1)", "\u00A0javascript:alert(1)",
		"\u2028javascript:alert(1)", "\u200Cjavascript:alert(1)", "\u202Ejavascript:alert(1)", "\uFEFFjavascript:alert(1)",
		"java\\script:alert(1)", "javascript\\:alert(1)", "\\javascript:alert(1)", "%6Aavascript:alert(1)",
		"javascript%3Aalert(1)", "java%0Ascript:alert(1)", "%0Ajavascript:alert(1)", "javascript://%0aalert(1)",
		"javascript://example.com/%0Aalert(1)", "ｊavascript:alert(1)", "javaſcript:alert(1)", "jаvascript:alert(1)",
		"javascript :alert(1)", ":javascript:alert(1)", "feed:javascript:alert(1)", "view-source:javascript:alert(1)",
		"vbscript:msgbox(1)", "VBSCRIPT:msgbox(1)", "vb&#115;cript:msgbox(1)", "livescript:x", "mocha:x", "jar:javascript:x",
		"data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
		"DATA:text/html,x", "data&colon;text/html,x", "data:image/svg+xml;base64,PHN2Zz4=", "data:image/png;base64,AAAA",
		"file:///etc/passwd", "ftp://example.com/", "blob:https://example.com/1", "filesystem:x", "ws://example.com/", "tel:1",
		"about:blank", "chrome://settings", "intent://x#Intent;end", "cid:x", "mid:x", "urn:x", "x:y", "http:", "https:",
		"http:example.com", "https:/example.com", "https:\\\\example.com", "https:///example.com", "https://",
		"https://user@example.com/", "https://user:password@example.com/", "https://example.com\\@example.org/",
		"//example.com", "///example.com", "////example.com", "/\\example.com", "\\\\example.com", "\\/example.com",
		"/&#47;example.com", "/&sol;example.com", "/&#92;example.com", "/&Tab;/example.com", "/\t/example.com", "&#47;/example.com",
		"page.html", "./page", "../page", "?query", "&#x22;onclick=alert(1)", "\"onclick=\"alert(1)", "'onclick='alert(1)",
	}
}

// elements are HTML that must not come through.
func elements() []string {
	return []string{
		`<script>alert(1)</script>`, `<SCRIPT SRC=//example.com/x.js></SCRIPT>`, `<script/src="data:,alert(1)">`, `<script`,
		`<<script>alert(1);//<</script>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`, `</script><script>alert(1)</script>`,
		"<script\n>alert(1)</script\n>", "<script\x00>alert(1)</script>", "<scr\x00ipt>alert(1)</script>", `<ſcript>x</ſcript>`,
		`<img src=x onerror=alert(1)>`, `<IMG SRC="javascript:alert(1);">`, `<img src="/pixel.gif">`, `<img """><script>x</script>">`,
		`<img/src="x"/onerror=alert(1)>`, `<img src=x:x onerror=&#97;lert(1)//`, `<image src=x onerror=alert(1)>`, `<picture>`,
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><style><img src=x onerror=alert(1)></style></svg>`,
		`<svg/onload=alert(1)//`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><animate onbegin=x>`,
		`<math><mi//xlink:href="data:x,<script>alert(1)</script>">`, `<math><mtext><table><mglyph><style><img src=x onerror=x>`,
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`, `<frameset><frame src=x>`,
		`<form action="javascript:alert(1)"><input type=submit></form>`, `<button formaction=javascript:alert(1)>x</button>`,
		`<input autofocus onfocus=alert(1)>`, `<input type=image src=javascript:alert(1)>`, `<textarea autofocus onfocus=x>`,
		`<select onchange=x><option>`, `<isindex action=javascript:alert(1)>`, `<keygen autofocus onfocus=x>`, `<label for=x>`,
		`<base href="javascript:alert(1)//">`, `<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`,
		`<link rel="stylesheet" href="https://example.com/x.css">`, `<LINK REL="import" HREF="x">`, `<bgsound src=x>`,
		`<style>@import'https://example.com/x.css';</style>`, `<style>*{background:url(javascript:alert(1))}</style>`,
		`<p style="background:url(javascript:alert(1))">x</p>`, `<p style="width: expression(alert(1))">x</p>`, `<p class="x">`,
		`<div style="-ms-behaviour:url(x.htc)">x</div>`, `<xss style="-moz-binding:url(x)">`, `<body onload=alert(1)>`, `<html>`,
		`<template><script>alert(1)</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<noembed><img src=x>`, `<noframes>`, `<plaintext>`, `<xmp><script>`, `<listing>`, `<title></title>`, `<marquee onstart=x>`,
		`<object data="javascript:alert(1)">`, `<embed src="javascript:alert(1)">`, `<applet code=x>`, `<param name=x>`,
		`<video src=x onerror=alert(1)>`, `<audio autoplay onplay=x>`, `<video><source onerror=alert(1)>`, `<track src=x>`,
		`<details open ontoggle=alert(1)>`, `<dialog open>`, `<a href="javascript:alert(1)">x</a>`, `<a onmouseover=alert(1)>x</a>`,
		"<a href=\"jav\tascript:alert(1)\">x</a>", "<a href=`javascript:alert(1)`>x</a>", `<a href=javascript&colon;alert(1)>x</a>`,
		`<a href="https://example.com" target="_blank">x</a>`, `<a id="x" name="body">x</a>`, `<table background="javascript:x">`,
		`<td background="x">`, `<h1 id="document.cookie">x</h1>`, `<x contenteditable onblur=x>`, `<div onpointerenter=x>`,
		`<!-- <script>alert(1)</script> -->`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<!--><script>x</script>`,
		`<!DOCTYPE html>`, `<![CDATA[<script>alert(1)</script>]]>`, `<?xml version="1.0"?><script>x</script>`, `<?php x ?>`,
		`</article><script>alert(1)</script>`, `</p></article>`, `<article lang="en">`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
		`&#60;script&#62;alert(1)&#60;/script&#62;`, `\<script>alert(1)</script>`, "¼script¾alert(1)¼/script¾", `%3Cscript%3E`,
		`+ADw-script+AD4-alert(1)+ADw-/script+AD4-`, "<b>x</b> <u>x</u> <font size=7>x</font>", `<slot>`, `<portal src=x>`,
	}
}

// payloads puts each of them wherever Markdown lets somebody put it.
func payloads() []string {
	all := []string{
		"```<script>\nx\n```", "```\" onclick=\"alert(1)\nx\n```", "~~~ x\"><script>\nx\n~~~", "```html\n<script>alert(1)</script>\n```",
		"    <script>alert(1)</script>", "`<script>alert(1)</script>`", "# x {onclick=alert(1)}", "# x {#id .class}", "x {: onclick=x}",
		"[x](/ok){onclick=x}", "![x](x){onerror=x}", "[x]( <javascript:alert(1)> )", "[x](<java\\\nscript:alert(1)>)",
		"[a]: javascript:alert(1)\n\n[a] [x][a] [A][] ![a]", "[a]: <javascript:alert(1)> 'x'\n\n[a]", "[x](/ok 'a\" onclick=\"x')",
		"[x](/ok \"a' onclick='x\")", "[x](/ok \"<script>\")", "[x](/ok (a\nonclick=x))", "![\"onerror=\"alert(1)](x)",
		"![x](x \"a\" onerror=\"alert(1))", "[![x](javascript:alert(1))](javascript:alert(1))", "[<script>](/ok)", "[x](/ok\"onclick=\"x)",
		"![[x](javascript:y)](z)", "<javascript:alert(1)@example.com>", "<a@b.c\"onclick=\"x>", "<https://example.com/\"onclick=\"x>",
		"<https://example.com/<script>>", "|<script>|\n|-|\n|<img src=x onerror=x>|", "|a|\n|:-:onclick=x|", "|x|\n|-|\n|[x](javascript:y)|",
		"a <!-- b\n\n--> <script>", "<div\n\n<script>alert(1)</script>\n\n</div>", "1. <script>\n2. x", "> <script>\n> x", "- <svg onload=x>",
		"0) x", "999999999. x", "9999999999. x", "*<script>*", "**[x](javascript:y)**", "~~<script>~~", "<b *x*>*y*</b>", "&\x00#60;script>",
	}
	for _, address := range schemes() {
		all = append(all, "["+address+"](/ok)", "<"+address+">")
		for _, form := range []string{
			"[x](%s)", "[x](<%s>)", "![x](%s)", "![x](<%s>)", "[x](%s \"y\")", "[a]\n\n[a]: %s", "[x][a]\n\n[a]: <%s> 'y'", "<%s>", "%s",
			"<a href=\"%s\">x</a>", "<img src=\"%s\">", "|[x](%s)|\n|-|\n|![x](%s)|", "> - [x](%s)", "# [x](%s)", "[*x*](%s)",
		} {
			all = append(all, strings.ReplaceAll(form, "%s", address))
		}
	}
	for _, element := range elements() {
		for _, form := range []string{
			"%s", "x %s x", "\n\n%s\n\n*x*", "> %s", "- %s", "# %s", "**%s**", "`%s`", "```\n%s\n```", "``` %s\nx\n```", "    %s",
			"[%s](/ok)", "[x](%s)", "[x](<%s>)", "[x](/ok \"%s\")", "![%s](x)", "![x](x '%s')", "[%s]: /ok\n\n[%s]", "|%s|\n|-|\n|%s|",
			"<div>\n%s\n</div>", "<%s>", "&lt;%s", "~~%s~~", "\\%s", "<!-- %s", "x\n%s\n===",
		} {
			all = append(all, strings.ReplaceAll(form, "%s", element))
		}
	}
	return all
}

func TestNothingThatRunsOrLoadsComesThrough(t *testing.T) {
	for _, payload := range payloads() {
		t.Run("", func(t *testing.T) {
			defer func() {
				if t.Failed() {
					t.Logf("source: %q", payload)
				}
			}()
			render(t, payload)
		})
	}
}

func TestAnAddressThatIsNotAllowedIsNoLink(t *testing.T) {
	for _, address := range schemes() {
		require.NotContains(t, render(t, "[x](<"+address+">)"), "javascript:alert(1)\"", address)
	}
	for _, address := range []string{
		"javascript:x", "data:text/html,x", "vbscript:x", "ftp://example.com/", "//example.com", "page", "?query", "tel:1",
		"https://user@example.com/", "http:example.com",
	} {
		require.Equal(t, "<p>متن</p>\n", inner(t, render(t, "[متن]("+address+")")), address)
	}
}
