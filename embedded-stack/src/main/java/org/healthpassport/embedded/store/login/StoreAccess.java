package org.healthpassport.embedded.store.login;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.List;
import org.healthpassport.embedded.Login;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection run commands once it has logged in. It speaks the commands of MongoDB's handshake and SASL
 * specifications. What is known of a connection is kept at the connection itself, and goes with it.
 */
public final class StoreAccess {
    private static final AttributeKey<ConnectionLogin> LOGIN = AttributeKey.valueOf(StoreAccess.class, "login");
    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final int CONVERSATION = 1;
    /** A driver takes a new connection for each attempt; only a program that guesses has many on one. */
    private static final int FAILURES_AT_MOST = 3;

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final int MECHANISM_UNAVAILABLE = 334;

    private final @Nullable ScramCredentials credentials;

    private StoreAccess(@Nullable ScramCredentials credentials) {
        this.credentials = credentials;
    }

    /** Access for this login; for everybody if there is none. */
    public static StoreAccess of(@Nullable Login login) {
        return new StoreAccess(login == null ? null : ScramCredentials.of(login));
    }

    /** @throws MongoServerError unless the connection has logged in */
    public void require(Channel channel) {
        if (credentials == null) {
            return;
        }
        ConnectionLogin login = channel.attr(LOGIN).get();
        if (login == null || !login.isDone()) {
            throw new MongoServerError(
                    UNAUTHORIZED,
                    "Unauthorized",
                    "The embedded store requires a login; its password is in the key folder.");
        }
    }

    /** True for the commands of a login. */
    public boolean isLogin(String lowerCaseCommand) {
        return credentials != null && (lowerCaseCommand.equals("saslstart") || lowerCaseCommand.equals("saslcontinue"));
    }

    /** Runs a command of a login. */
    public Document logIn(Channel channel, String lowerCaseCommand, Document command) {
        try {
            return lowerCaseCommand.equals("saslstart") ? start(channel, command) : goOn(channel, command);
        } catch (ScramRefused e) {
            if (of(channel).countFailure() >= FAILURES_AT_MOST) {
                channel.close();
            }
            // Not which of the checks it was.
            throw new MongoServerError(AUTHENTICATION_FAILED, "AuthenticationFailed", "Authentication failed.");
        }
    }

    /**
     * Adds to the answer to a greeting what its client asks about a login. A login that a greeting begins, and that is
     * refused, is left out of the answer; the client then begins it with a command of its own.
     */
    public Document greet(Channel channel, Document greeting, Document answer) {
        if (credentials == null) {
            return answer;
        }
        if (greeting.containsKey("saslSupportedMechs")) {
            answer.put("saslSupportedMechs", List.of(MECHANISM));
        }
        if (greeting.get("speculativeAuthenticate") instanceof Document start
                && MECHANISM.equals(start.get("mechanism"))) {
            try {
                Document begun = start(channel, start);
                begun.remove("ok");
                answer.put("speculativeAuthenticate", begun);
            } catch (ScramRefused e) {
                of(channel).countFailure();
            }
        }
        return answer;
    }

    private Document start(Channel channel, Document command) throws ScramRefused {
        if (!MECHANISM.equals(command.get("mechanism"))) {
            throw new MongoServerError(
                    MECHANISM_UNAVAILABLE, "MechanismUnavailable", "The embedded store knows SCRAM-SHA-256 only.");
        }
        boolean inTwoSteps = command.get("options") instanceof Document options
                && Boolean.TRUE.equals(options.get("skipEmptyExchange"));
        return answer(of(channel).begin(requireCredentials(), payload(command), inTwoSteps), false);
    }

    private Document goOn(Channel channel, Document command) throws ScramRefused {
        ConnectionLogin login = of(channel);
        byte[] answer = login.goOn(payload(command));
        return answer(answer, login.isDone());
    }

    private ScramCredentials requireCredentials() {
        if (credentials == null) {
            throw new IllegalStateException("Expected a login only where one is required, but there is none");
        }
        return credentials;
    }

    private static ConnectionLogin of(Channel channel) {
        ConnectionLogin login = channel.attr(LOGIN).get();
        if (login == null) {
            login = new ConnectionLogin();
            channel.attr(LOGIN).set(login);
        }
        return login;
    }

    private static byte[] payload(Document command) throws ScramRefused {
        if (command.get("payload") instanceof BinData payload) {
            return payload.getData();
        }
        throw new ScramRefused("Expected bytes as payload, but it is something else");
    }

    private static Document answer(byte[] payload, boolean done) {
        return new Document("conversationId", CONVERSATION)
                .append("done", done)
                .append("payload", new BinData(payload))
                .append("ok", 1.0);
    }
}
