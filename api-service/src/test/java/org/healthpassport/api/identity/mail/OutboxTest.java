package org.healthpassport.api.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthpassport.api.identity.mail.SmtpServer.Tls;
import org.healthpassport.edge.text.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** Mail to a real SMTP server in this process. */
class OutboxTest {
    private static final Duration AT_ONCE = Duration.ofMillis(10);
    private static final Mail MAIL = new Mail(
            new EmailAddress("ada@example.org"), "Your new password", "Open this: https://example.org/#\u00e4");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void shouldSendBySmtpWithPassword() throws Exception {
        // given
        server.setUser("passport@example.org", "passport", "secret of the relay");
        Outbox outbox = new Outbox(Optional.of(carrier(Tls.NONE, "passport", "secret of the relay")), AT_ONCE);

        // when
        outbox.send(MAIL);

        // then
        assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo(MAIL.subject());
        assertThat(received.getContent().toString().strip()).isEqualTo(MAIL.text());
        assertThat(received.getFrom()[0]).hasToString("passport@example.org");
        assertThat(received.getAllRecipients()[0]).hasToString("ada@example.org");
        outbox.destroy();
    }

    @Test
    void shouldNotSendWithoutTheTlsThatWasAskedFor() {
        assertThatThrownBy(() -> carrier(Tls.STARTTLS, null, null).deliver(MAIL))
                .as("the server offers no STARTTLS")
                .isInstanceOf(MailException.class);
        SmtpServer untrusted = new SmtpServer("127.0.0.1", server.getSmtps().getPort(), Tls.FROM_THE_START, null, null);
        assertThatThrownBy(() -> new SmtpCarrier(untrusted, "passport@example.org").deliver(MAIL))
                .as("nobody we trust signed its certificate")
                .isInstanceOf(MailException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void shouldTryAgain() {
        // given
        AtomicInteger attempts = new AtomicInteger();
        MailCarrier carrier = carrier(Tls.NONE, null, null);
        Outbox outbox = new Outbox(
                Optional.of(mail -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new MailSendException("the server is away");
                    }
                    carrier.deliver(mail);
                }),
                AT_ONCE);

        // when
        outbox.send(MAIL);

        // then
        assertThat(server.waitForIncomingEmail(20_000, 1)).isTrue();
        assertThat(attempts).hasValue(3);
        outbox.destroy();
    }

    @Test
    void shouldGiveUpAndGoOnWithTheNextMail() {
        // given
        AtomicInteger attempts = new AtomicInteger();
        Outbox outbox = new Outbox(
                Optional.of(mail -> {
                    attempts.incrementAndGet();
                    throw new MailSendException("refused");
                }),
                AT_ONCE);

        // when
        outbox.send(MAIL);
        outbox.send(MAIL);

        // then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(attempts).hasValue(10));
        outbox.destroy();
    }

    @Test
    void shouldDropMailWithoutAnyWayToSendIt() {
        Outbox closed = new Outbox(Optional.empty());
        closed.send(MAIL);
        assertThat(closed.isOpen()).isFalse();
        assertThat(new Outbox(Optional.of(new LogCarrier())).isOpen()).isTrue();
    }

    private SmtpCarrier carrier(Tls tls, @Nullable String user, @Nullable String password) {
        SmtpServer relay = new SmtpServer("127.0.0.1", server.getSmtp().getPort(), tls, user, password);
        return new SmtpCarrier(relay, "passport@example.org");
    }
}
