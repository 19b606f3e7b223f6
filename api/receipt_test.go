package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"amanat/models"
)

func TestCodeIsReadBackHoweverItIsWritten(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := w.file(names).ReceiptCode
		bare := strings.ReplaceAll(code, "-", "")
		confused := strings.NewReplacer("0", "O", "1", "l").Replace(code)
		for _, spelling := range []string{
			code, strings.ToLower(code), bare, strings.ReplaceAll(code, "-", " "), confused, " " + code + " ",
			strings.NewReplacer("2", "۲", "7", "٧").Replace(code),
		} {
			got := w.get("/api/v1/my/case", "Authorization", "Receipt "+spelling)
			require.Equal(t, http.StatusOK, got.status, spelling)
		}
		require.Equal(t, http.StatusOK, w.get("/api/v1/my/case", "Authorization", "receipt "+code).status)
	})
}

func TestUnknownCodesAreRefusedAlikeWhateverTheReason(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		code := w.file(names).ReceiptCode
		erased := w.file(names).ReceiptCode
		require.Equal(t, http.StatusNoContent, w.send(http.MethodDelete, "/api/v1/my/case", "", holding(erased)...).status)
		wrong := map[string]string{
			"changed": flipSymbol(code), "unknown": "0000-0000-0000-0000-0000-0000", "erased": erased,
			"short": code[:10], "long": code + "0", "empty": "", "garbage": "' OR 1=1 --", "persian": "رسید",
		}
		var bodies []string
		for name, text := range wrong {
			for _, header := range [][]string{holding(text), {"Authorization", "Bearer " + code}, {"Authorization", code}, nil} {
				got := w.sendLenient(http.MethodGet, "/api/v1/my/case", "", header...)
				document := got.problem(t, http.StatusUnauthorized, "receipt_unknown")
				require.NotEmpty(t, got.header.Get("WWW-Authenticate"), name)
				bodies = append(bodies, strings.ReplaceAll(string(got.body), document.RequestID, ""))
			}
		}
		for _, other := range bodies {
			require.Equal(t, bodies[0], other)
		}
	})
}

func TestEveryRouteOfTheHolderNeedsTheCode(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		for _, call := range [][3]string{
			{"GET", "/api/v1/my/case", ""},
			{"DELETE", "/api/v1/my/case", ""},
			{"POST", "/api/v1/my/case/messages", `{"body":"سلام"}`},
			{"POST", "/api/v1/my/case/withdraw", ""},
			{"POST", "/api/v1/my/case/export", `{"last_name":"احمدی"}`},
			{"PATCH", "/api/v1/my/case/person", `{"first_name":"زهرا"}`},
		} {
			w.sendLenient(call[0], call[1], call[2]).problem(t, http.StatusUnauthorized, "receipt_unknown")
		}
	})
}

func TestProofConvincesAnybodyAndNamesNobody(t *testing.T) {
	everywhere(t, func(t *testing.T, w *world) {
		receipt := w.file(names)
		verify := func(proof string) models.VerificationView {
			got := w.post("/api/v1/receipts/verify", body("proof", proof))
			require.Equal(t, http.StatusOK, got.status, string(got.body))
			return decode[models.VerificationView](t, got)
		}
		verified := verify(receipt.Proof)
		require.True(t, verified.Valid)
		require.Equal(t, receipt.Reference, verified.Receipt.Reference)
		require.Equal(t, receipt.ReceivedAt, verified.Receipt.ReceivedAt)
		require.Equal(t, receipt.Kept, verified.Receipt.Kept)
		keys := w.get("/api/v1/receipts/keys")
		require.Contains(t, string(keys.body), `"kid":"`+verified.KeyID+`"`)
		require.NotContains(t, string(keys.body), `"d":`, "the private key stays here")

		for _, forged := range []string{
			flip(receipt.Proof, len(receipt.Proof)-20), flip(receipt.Proof, len(receipt.Proof)/2), "x", "a.b.c",
		} {
			require.Equal(t, models.VerificationView{}, verify(forged))
		}
		require.Equal(t, http.StatusNoContent,
			w.send(http.MethodDelete, "/api/v1/my/case", "", holding(receipt.ReceiptCode)...).status)
		require.True(t, verify(receipt.Proof).Valid, "a proof outlives the case")
	})
}

// flipSymbol changes one symbol of a code.
func flipSymbol(code string) string {
	if code[0] == '7' {
		return "8" + code[1:]
	}
	return "7" + code[1:]
}
