package org.healthpassport.api.sharing.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WalletCardTest {
    private static final Instant EXPIRY = Instant.parse("2031-11-30T23:30:00Z");

    @Test
    void shouldHaveTheCodeAndNoName() throws TooMuchData {
        // when
        String html = card(null).html();

        // then
        assertThat(html)
                .contains(Drawing.square(400).svg(symbol()).strip(), "85.6mm 54mm", "11/2031", "passport.test:8443")
                .doesNotContain("class=\"name\"", "<script", "%s");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("//");
    }

    @Test
    void shouldTakeANameAsText() throws TooMuchData {
        assertThat(card("<script>Ada & \"Co\" 100%").html())
                .contains("&lt;script&gt;Ada &amp; &quot;Co&quot; 100%")
                .doesNotContain("<script");
    }

    @Test
    void shouldBeSilentInLogs() throws TooMuchData {
        assertThat(card("Ada")).hasToString("WalletCard[until 2031-11-30T23:30:00Z]");
    }

    private static WalletCard card(@Nullable String name) throws TooMuchData {
        return new WalletCard(symbol(), URI.create("https://passport.test:8443/base"), EXPIRY, name);
    }

    private static QrSymbol symbol() throws TooMuchData {
        return QrSymbol.encode("https://passport.test/connect#x".getBytes(UTF_8), ErrorCorrection.M);
    }
}
