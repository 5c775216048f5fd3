package org.healthpassport.embedded.store.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's side of one login by SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding.
 *
 * <pre>
 * client: n,,n=user,r=C          server: r=CS,s=salt,i=iterations
 * client: c=biws,r=CS,p=proof    server: v=signature
 * </pre>
 */
final class ScramConversation {
    private static final int NONCE_BYTES = 24;
    private static final String NONCE = "[\\x21-\\x2B\\x2D-\\x7E]{1,128}";
    private static final Pattern CLIENT_FIRST =
            Pattern.compile("(?<header>[ny],,)(?<bare>n=(?<user>[^,]{1,256}),r=(?<nonce>" + NONCE + "))");
    private static final Pattern CLIENT_FINAL =
            Pattern.compile("(?<bare>c=(?<header>[^,]{1,64}),r=(?<nonce>[^,]{1,256})),p=(?<proof>[^,]{1,64})");

    private final ScramCredentials credentials;
    private final String user;
    private final String header;
    private final String nonce;
    private final String firstMessages;

    private ScramConversation(
            ScramCredentials credentials, String user, String header, String nonce, String firstMessages) {
        this.credentials = credentials;
        this.user = user;
        this.header = header;
        this.nonce = nonce;
        this.firstMessages = firstMessages;
    }

    /** Begins it with the client's first message. An unknown user gets the same answer and is refused at the end. */
    static ScramConversation begin(ScramCredentials credentials, byte[] clientFirst) throws ScramRefused {
        byte[] own = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(own);
        return begin(credentials, clientFirst, Base64.getEncoder().encodeToString(own));
    }

    static ScramConversation begin(ScramCredentials credentials, byte[] clientFirst, String ownNonce)
            throws ScramRefused {
        Matcher message = CLIENT_FIRST.matcher(new String(clientFirst, UTF_8));
        if (!message.matches()) {
            throw new ScramRefused("Expected a first message without channel binding, but it is another");
        }
        String nonce = message.group("nonce") + ownNonce;
        return new ScramConversation(
                credentials,
                message.group("user"),
                message.group("header"),
                nonce,
                "%s,%s".formatted(message.group("bare"), serverFirst(nonce, credentials)));
    }

    /** The server's first message. */
    byte[] challenge() {
        return serverFirst(nonce, credentials).getBytes(UTF_8);
    }

    private static String serverFirst(String nonce, ScramCredentials credentials) {
        return "r=%s,%s".formatted(nonce, credentials.challenge());
    }

    /**
     * Answers the client's final message with the server's.
     *
     * @throws ScramRefused if the client does not know the password
     */
    byte[] finish(byte[] clientFinal) throws ScramRefused {
        Matcher message = CLIENT_FINAL.matcher(new String(clientFinal, UTF_8));
        if (!message.matches()
                || !message.group("nonce").equals(nonce)
                || !message.group("header").equals(base64(header.getBytes(UTF_8)))) {
            throw new ScramRefused("Expected the final message of this conversation, but it is another");
        }
        String authMessage = "%s,%s".formatted(firstMessages, message.group("bare"));
        if (!credentials.proves(user, authMessage, proof(message.group("proof")))) {
            throw new ScramRefused("Expected the proof of the password, but it is another");
        }
        return ("v=" + base64(credentials.serverSignature(authMessage))).getBytes(UTF_8);
    }

    private static byte[] proof(String text) throws ScramRefused {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ScramRefused("Expected a proof in Base64, but it is none");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
