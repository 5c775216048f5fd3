package org.healthpassport.api.identity.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The SMTP server that takes our mail.
 *
 * @param user null for a server that asks for no password
 */
record SmtpServer(
        String host,
        int port,
        Tls tls,
        @Nullable String user,
        @Nullable String password) {
    private static final int SUBMISSION = 587;
    private static final int SUBMISSION_OVER_TLS = 465;

    static final String RULE = "must be smtps://[user:password@]host[:port] for TLS from the start, or"
            + " smtp://[user:password@]host[:port] for STARTTLS, with ?tls=none only within a network that you trust";

    /** The server at an address as {@link #RULE} says; empty for any other text. */
    static Optional<SmtpServer> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = "tls=none".equals(uri.getRawQuery());
            boolean fromTheStart = "smtps".equals(uri.getScheme());
            boolean known = fromTheStart || "smtp".equals(uri.getScheme());
            boolean nothingElse = uri.getRawPath() == null || uri.getRawPath().isEmpty();
            boolean queryKnown = uri.getRawQuery() == null || plain;
            if (!known || uri.getHost() == null || !nothingElse || !queryKnown || plain && fromTheStart) {
                return Optional.empty();
            }
            int usual = fromTheStart ? SUBMISSION_OVER_TLS : SUBMISSION;
            Tls tls = plain ? Tls.NONE : fromTheStart ? Tls.FROM_THE_START : Tls.STARTTLS;
            String[] login = uri.getRawUserInfo() == null
                    ? new String[0]
                    : uri.getRawUserInfo().split(":", 2);
            return login.length == 1
                    ? Optional.empty()
                    : Optional.of(new SmtpServer(
                            uri.getHost(),
                            uri.getPort() < 0 ? usual : uri.getPort(),
                            tls,
                            login.length == 0 ? null : decode(login[0]),
                            login.length == 0 ? null : decode(login[1])));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SmtpServer[" + host + ", " + port + ", " + tls + ']';
    }

    /** The protection of the connection. */
    enum Tls {
        NONE,
        STARTTLS,
        FROM_THE_START
    }
}
