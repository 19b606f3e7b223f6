package policy_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"amanat/api/apitest"
	"amanat/models"
)

// hostile is Markdown that wants to run, load or look like something.
func hostile() []string {
	payloads := []string{
		`<script>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
		`<scr<script>ipt>alert(1)</scr</script>ipt>`,
		`<style>*{background:url(javascript:alert(1))}</style>`, `<p style="background:url(javascript:alert(1))">x</p>`,
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg/onload=alert(1)//`,
		`<math><mtext><style><img src=x onerror=alert(1)>`,
		`<img src=x onerror=alert(1)>`, `<IMG SRC="javascript:alert(1);">`, `<img """><script>x</script>">`,
		`<img src=x onerror=&#97;lert(1)//`,
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>">`,
		`<object data="data:text/html,x">`,
		`<form action="javascript:alert(1)"><input autofocus onfocus=alert(1)></form>`, `<base href="//evil.example/">`,
		`<meta http-equiv="refresh" content="0;url=//evil.example">`, `<link rel=stylesheet href=//evil.example/x.css>`,
		`<body onload=alert(1)>`, `<details open ontoggle=alert(1)>`, `<template><script>x</script></template>`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<!--><script>alert(1)</script>-->`,
		`<![CDATA[<script>x</script>]]>`,
		`<?xml version="1.0"?><script>x</script>`, `</article><script>alert(1)</script>`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`,
		`<a href="javascript:alert(1)" onclick=alert(1)>x</a>`, "<a href=\"jav\tascript:alert(1)\">x</a>",
		"<div>\n<script>alert(1)</script>\n</div>", "```\n<script>alert(1)</script>\n```",
		"`<img src=x onerror=alert(1)>`",
		"|<script>|\n|-|\n|<img src=x onerror=x>|", "> <svg onload=x>", "- <script>x</script>",
		"# x {onclick=alert(1)}",
		`[x](/ok "a' onclick='x")`, `[x](/ok 'a" onmouseover="alert(1)')`, `[x](/ok "<script>alert(1)</script>")`,
		`![x](https://evil.example/pixel.gif "t")`,
		"[a]: javascript:alert(1) 'title'\n\n[a] [b][a]", `<javascript:alert(1)@example.com>`,
	}
	for _, address := range []string{
		"javascript:alert(1)", "JAVASCRIPT:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)",
		"javascript&#58;alert(1)",
		"javascript&#x3A;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "java&Tab;script:alert(1)",
		"java&NewLine;script:alert(1)", "java&#9;script:alert(1)", "java&#13;script:alert(1)",
		"&#1;javascript:alert(1)", "&#14;javascript:x",
		"&nbsp;javascript:alert(1)", "java\\script:alert(1)", "%6Aavascript:alert(1)", "javascript://%0aalert(1)",
		"vbscript:msgbox(1)",
		"data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
		"DATA:image/svg+xml,x",
		"file:///etc/passwd", "blob:x", "//evil.example", "/\\evil.example", "\\\\evil.example",
		"https://user:pass@evil.example/",
	} {
		payloads = append(payloads, "[x]("+address+")", "[x](<"+address+">)", "![x]("+address+")", "<"+address+">")
	}
	return payloads
}

func renderedElements() map[string]map[string]string {
	allowed := map[string]map[string]string{
		"article": {"lang": `^(fa|en)$`, "dir": `^(rtl|ltr)$`},
		"a": {
			"href": `^(https?://[^\s\\/?#@]+([/?#][^\s\\]*)?|mailto:[^\s\\]+|/([^\s\\/][^\s\\]*)?|#[^\s\\]*)$`,
			"rel":  `^nofollow noopener noreferrer$`,
		},
		"ol": {"start": `^\d{1,9}$`},
		"th": {"align": `^(left|center|right)$`}, //nolint:misspell // HTML's spelling
		"td": {"align": `^(left|center|right)$`}, //nolint:misspell // HTML's spelling
	}
	for _, plain := range []string{
		"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "em", "strong", "del", "code", "pre", "blockquote", "hr",
		"br", "table",
		"thead", "tbody", "tr",
	} {
		allowed[plain] = nil
	}
	return allowed
}

// publishHostile publishes a version whose every text is an attack, and answers what was sent as its Markdown.
func (w *world) publishHostile() string {
	w.T.Helper()
	source := strings.Join(hostile(), "\n\n")
	attack := map[string]string{
		"title": `</title><script>alert("عنوان")</script>`, "body": source,
		"summary": `<img src=x onerror=alert(1)>]]>&amp;`,
	}
	form := apitest.ToText(map[string]any{
		"change_class": models.Editorial,
		"texts":        map[string]any{"fa": attack, "en": attack},
	})
	w.PublishDraft(w.DraftPolicy(form).Version, 0)
	return source
}

func TestNothingOfAPolicyRuns(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		w.publishHostile()
		editor := w.Staff(models.RoleEditor)
		staff := apitest.Decode[models.StaffPolicyView](t, w.Get(policyDrafts+"/2", editor.Headers()...))
		for language, direction := range map[string]string{"fa": "rtl", "en": "ltr"} {
			for _, path := range []string{policyPath + "?lang=", policyHistory + "/2?lang="} {
				got := w.Get(path + language)
				require.Equal(t, "application/json; charset=utf-8", got.Header.Get("Content-Type"))
				view := apitest.Decode[models.PolicyView](t, got)
				apitest.RequireOnly(t, view.HTML, renderedElements())
				article := apitest.Nodes(t, view.HTML)[0]
				require.ElementsMatch(t, []html.Attribute{{Key: "lang", Val: language}, {Key: "dir", Val: direction}},
					article.Attr)
				require.Contains(t, view.Body, "<script>", "the source is what was written")
				require.Contains(t, view.HTML, "<code>&lt;img", "what is code is shown as code")
			}
		}
		apitest.RequireOnly(t, staff.Texts.Fa.HTML, renderedElements())
		apitest.RequireOnly(t, staff.Texts.En.HTML, renderedElements())
	})
}

func TestWhatHasChangedIsShownSafely(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		source := w.publishHostile()
		for language, direction := range map[string]string{"fa": "rtl", "en": "ltr"} {
			got := w.Get(policyPath + "/diff?format=html&lang=" + language)
			require.Equal(t, http.StatusOK, got.Status)
			require.Equal(t, "text/html; charset=utf-8", got.Header.Get("Content-Type"))
			require.Equal(t, language, got.Header.Get("Content-Language"))
			require.Contains(t, got.Header.Get("Content-Security-Policy"), "default-src 'none'")
			fragment := string(got.Body)
			apitest.RequireOnly(t, fragment, map[string]map[string]string{
				"article": {"lang": "^" + language + "$", "dir": "^" + direction + "$", "class": "^policy-diff$"},
				"p":       {"class": "^(same|added|removed|changed)$"}, "ins": nil, "del": nil,
			})
			require.Contains(t, fragment, "<ins>")
			require.Contains(t, fragment, "&lt;script&gt;alert(1)&lt;/script&gt;")

			got = w.Get(policyPath + "/diff?lang=" + language)
			require.Equal(t, "application/json; charset=utf-8", got.Header.Get("Content-Type"))
			view := apitest.Decode[models.PolicyDiffView](t, got)
			require.Equal(t, []int{1, 2}, []int{view.From, view.To})
			require.Positive(t, view.WordsAdded)
			require.Positive(t, view.WordsRemoved)
			var written strings.Builder
			for _, paragraph := range view.Paragraphs {
				for _, segment := range paragraph.Segments {
					if segment.Op != "delete" {
						written.WriteString(segment.Text)
					}
				}
			}
			spaces := regexp.MustCompile(`\s+`)
			require.Contains(t, spaces.ReplaceAllString(written.String(), ""), spaces.ReplaceAllString(source, ""),
				"what is left of the old and what is new make the new text")
		}
		same := apitest.Decode[models.PolicyDiffView](t, w.Get(policyPath+"/diff?from=2&to=2"))
		require.Zero(t, same.WordsAdded+same.WordsRemoved)
	})
}

func TestOnlySpelledOtherwiseIsNoChange(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		text := func(body string) string {
			words := map[string]string{"title": "بیانیه", "body": body, "summary": "خلاصه"}
			return apitest.ToText(map[string]any{
				"change_class": "editorial",
				"texts":        map[string]any{"fa": words, "en": words},
			})
		}
		w.PublishDraft(w.DraftPolicy(text("داده‌های شما را نمی‌فروشیم؛ ۱۲ ماه می‌ماند.")).Version, 0)
		w.PublishDraft(w.DraftPolicy(text("داده های شما را نمی فروشیم؛ 12 ماه مى‌ماند.")).Version, 0)
		exact := apitest.Decode[models.PolicyDiffView](t, w.Get(policyPath+"/diff?from=2&to=3"))
		require.Positive(t, exact.WordsAdded)
		form := apitest.Decode[models.PolicyDiffView](t, w.Get(policyPath+"/diff?from=2&to=3&ignore=form"))
		require.Zero(t, form.WordsAdded+form.WordsRemoved)
		backwards := apitest.Decode[models.PolicyDiffView](t,
			w.SendLenient(http.MethodGet, policyPath+"/diff?from=۳&to=۲", ""))
		require.Equal(t, exact.WordsAdded, backwards.WordsRemoved)
	})
}
