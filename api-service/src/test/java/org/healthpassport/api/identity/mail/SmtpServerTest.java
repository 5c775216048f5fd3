package org.healthpassport.api.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthpassport.api.identity.mail.SmtpServer.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerTest {

    @Test
    void shouldProtectTheConnectionUnlessToldOtherwise() {
        assertThat(SmtpServer.parse("smtps://us:se%40cret+@mail.example.org"))
                .contains(new SmtpServer("mail.example.org", 465, Tls.FROM_THE_START, "us", "se@cret+"));
        assertThat(SmtpServer.parse("smtp://us:secret:@mail.example.org"))
                .contains(new SmtpServer("mail.example.org", 587, Tls.STARTTLS, "us", "secret:"));
        assertThat(SmtpServer.parse("smtp://127.0.0.1:25?tls=none"))
                .contains(new SmtpServer("127.0.0.1", 25, Tls.NONE, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mail.example.org",
                "http://mail.example.org",
                "smtp:mail.example.org",
                "smtp://",
                "smtp://user@mail.example.org",
                "smtp://mail.example.org/path",
                "smtp://mail.example.org?tls=maybe",
                "smtps://mail.example.org?tls=none",
                "smtp://mail example.org"
            })
    void shouldRefuseWhatIsNoServer(String text) {
        assertThat(SmtpServer.parse(text)).isEmpty();
    }

    @Test
    void shouldHideThePassword() {
        assertThat(SmtpServer.parse("smtp://us:secret@mail.example.org").orElseThrow())
                .hasToString("SmtpServer[mail.example.org, 587, STARTTLS]");
        assertThat(new MailSettings("smtp://us:secret@mail.example.org", "a@example.org", false, false).toString())
                .doesNotContain("secret");
    }
}
