package org.healthpassport.embedded.store.login;

import org.jspecify.annotations.Nullable;

/**
 * The state of a connection on the way to its login. It belongs to the thread of the connection.
 *
 * <pre>
 *              begin             the proof             an empty message
 *   NOTHING ----------> BEGUN --------------> PROVED -------------------> DONE
 *      ^                  |  \____________________________________________^
 *      +--- refused ------+      the proof, of a client that asks for two steps
 * </pre>
 */
final class ConnectionLogin {
    private @Nullable ScramConversation begun;
    private boolean inTwoSteps;
    private boolean proved;
    private boolean done;
    private int failures;

    /** Begins a login, and forgets an earlier one; returns the challenge. */
    byte[] begin(ScramCredentials credentials, byte[] clientFirst, boolean twoSteps) throws ScramRefused {
        forget();
        inTwoSteps = twoSteps;
        begun = ScramConversation.begin(credentials, clientFirst);
        return begun.challenge();
    }

    /** Takes the next message of the login that was begun; returns the answer. */
    byte[] goOn(byte[] message) throws ScramRefused {
        if (proved && !done && message.length == 0) {
            done = true;
            return message;
        }
        ScramConversation conversation = begun;
        forget();
        if (conversation == null) {
            throw new ScramRefused("Expected a login that was begun, but there is none");
        }
        byte[] answer = conversation.finish(message);
        proved = true;
        done = inTwoSteps;
        return answer;
    }

    /** Each conversation has one try, so a proof cannot be varied under the same challenge. */
    private void forget() {
        begun = null;
        proved = false;
        done = false;
    }

    /** True if this connection has logged in. */
    boolean isDone() {
        return done;
    }

    /** Returns how many attempts of this connection have failed, this one included. */
    int countFailure() {
        forget();
        return ++failures;
    }
}
