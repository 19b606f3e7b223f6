package markdown_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/services/policy/markdown"
)

func TestWhatShowsNothingHasNoText(t *testing.T) {
	for source, shows := range map[string]bool{
		"": false, "<script>alert(1)</script> می‌شود": false, "---": false, "<!-- سلام -->": false, "- \n- ": false,
		"سلام": true, "> سلام": true, "**۱**": true, "| الف |\n|---|": true, "`<b>`": true, "![تصویر](https://a.example/b.png)": true,
	} {
		html, err := markdown.New().HTML("fa", source)
		require.NoError(t, err)
		require.Equal(t, shows, markdown.HasText(html), "%q: %s", source, html)
	}
}
