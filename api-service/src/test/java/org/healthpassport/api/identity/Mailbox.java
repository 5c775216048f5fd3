package org.healthpassport.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.healthpassport.api.ApiUnderTest;

/** The mails that the service under test sent to an address. */
public record Mailbox(ApiUnderTest api, String address) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Each kind of token belongs to a page of its own. */
    private static final Pattern LINK = Pattern.compile(Pattern.quote(ApiUnderTest.PUBLIC_URL)
            + "(?:/email-confirmation#token=(?=hpe1_)|/password-reset#token=(?=hpp1_))([\\w-]+)");

    /** The mails, in the order in which they came; waits for the expected number, and fails if there are more. */
    public List<MimeMessage> mails(int count) {
        await().atMost(PATIENCE).until(() -> mails().size() >= count);
        assertThat(mails()).hasSize(count);
        return mails();
    }

    /** The tokens of so many mails. */
    public List<String> tokens(int count) {
        return mails(count).stream().map(Mailbox::text).map(Mailbox::token).toList();
    }

    /** The text of the newest of so many mails. */
    public String newest(int count) {
        return text(mails(count).get(count - 1));
    }

    /** The token of the newest of so many mails. */
    public String token(int count) {
        return token(newest(count));
    }

    /** The token in the link of a mail. */
    public static String token(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    public static String text(MimeMessage mail) {
        try {
            return mail.getContent().toString();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mails that came so far. */
    public List<MimeMessage> mails() {
        return Arrays.stream(api.mail().getReceivedMessages())
                .filter(mail -> recipient(mail).equals(address))
                .toList();
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getRecipients(Message.RecipientType.TO)[0].toString();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
