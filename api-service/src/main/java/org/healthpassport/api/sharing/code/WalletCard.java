package org.healthpassport.api.sharing.code;

import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * A card for the wallet, as large as a bank card (ISO/IEC 7810, ID-1: 85.6 x 54 mm), with a code that tells clinicians who
 * the patient is. It has no health data, and no name unless the patient wants it.
 *
 * @param site the address of this service
 * @param name in full; null to print none
 */
record WalletCard(
        QrSymbol symbol,
        URI site,
        Instant expiresAt,
        @Nullable String name) {
    /** The card brings its own style and picture, and nothing that runs. */
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int ANY_SIZE = 400;
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MM/yyyy", Locale.ROOT);

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex, nofollow">
                <title>Health Passport card</title>
                <style>
                  @page { size: 85.6mm 54mm; margin: 0; }
                  * { box-sizing: border-box; }
                  body { margin: 0; padding: 1rem; background: #e8eef1; color: #15212b;
                    font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
                  .card { display: flex; gap: 2.5mm; width: 85.6mm; height: 54mm; margin: 0 auto; padding: 3mm 3.5mm 3mm 2mm;
                    overflow: hidden; background: #fff; border-radius: 3.2mm; break-inside: avoid; }
                  .code { flex: none; width: 41mm; align-self: center; }
                  .code svg { display: block; width: 41mm; height: 41mm; }
                  .words { flex: 1; min-width: 0; display: flex; flex-direction: column; font-size: 7.2pt; line-height: 1.25; }
                  h1 { margin: 0; font-size: 10.5pt; line-height: 1.1; color: #0f6b6b; }
                  .name { flex: none; margin: .8mm 0 0; font-size: 8.5pt; font-weight: 700; line-height: 1.1; max-height: 3.3em;
                    overflow: hidden; overflow-wrap: anywhere; }
                  h2 { margin: 1.4mm 0 .4mm; font-size: 7.6pt; }
                  ol { margin: 0; padding-left: 3.4mm; }
                  li { margin-bottom: .4mm; }
                  .last { flex: none; margin: auto 0 0; max-height: 6em; overflow: hidden; font-size: 5.8pt; line-height: 1.2; color: #50606d; overflow-wrap: anywhere; }
                  .hint { max-width: 30rem; margin: 1rem auto 0; font-size: .9rem; text-align: center; }
                  @media print {
                    body { padding: 0; background: none; }
                    .card { border-radius: 0; }
                    .hint { display: none; }
                  }
                </style>
              </head>
              <body>
                <main class="card">
                  <div class="code">%s</div>
                  <div class="words">
                    <h1>Health Passport</h1>
                    %s<h2>For doctors</h2>
                    <ol>
                      <li>Scan the code with a phone.</li>
                      <li>Sign in as a doctor.</li>
                      <li>Ask for consent, or take emergency access.</li>
                    </ol>
                    <p class="last">No health data on this card. Every scan is recorded.<br>Valid until %s · %s</p>
                  </div>
                </main>
                <p class="hint">Print at 100&nbsp;%% (no scaling), and cut along the edge. If you lose the card, revoke its QR code.</p>
              </body>
            </html>
            """;

    /** A page that prints as the card. */
    String html() {
        String owner = name == null
                ? ""
                : "<p class=\"name\" dir=\"auto\">%s</p>".formatted(HtmlUtils.htmlEscape(name, "UTF-8"));
        return PAGE.formatted(
                Drawing.square(ANY_SIZE).svg(symbol).strip(),
                owner,
                MONTH.format(YearMonth.from(expiresAt.atOffset(ZoneOffset.UTC))),
                HtmlUtils.htmlEscape(site.getAuthority(), "UTF-8"));
    }

    /** Without the name and the symbol, as records can end up in logs. */
    @Override
    public String toString() {
        return "WalletCard[until " + expiresAt + ']';
    }
}
