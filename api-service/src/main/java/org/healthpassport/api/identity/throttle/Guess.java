package org.healthpassport.api.identity.throttle;

import org.healthpassport.vault.key.AssociatedData;

/** An attempt to prove to be the owner of an account. */
public sealed interface Guess {

    /**
     * A login.
     *
     * @param emailIndex blind index of the email, which may have no account
     * @param address the client's
     */
    record Login(String emailIndex, String address) implements Guess {

        /** Names everything that counts against the account, from every address. */
        byte[] ofAccount() {
            return AssociatedData.of("login", "account", emailIndex);
        }

        /** Names what counts against the account from this address. */
        byte[] ofPair() {
            return AssociatedData.of("login", "pair", emailIndex, address);
        }

        byte[] ofAddress() {
            return AssociatedData.of("login", "address", address);
        }

        /** Names the addresses from which somebody signed in to the account. */
        byte[] ofKnownAddresses() {
            return AssociatedData.of("login", "known", emailIndex);
        }

        @Override
        public String toString() {
            return "Login[...]";
        }
    }

    /** A signed-in owner who is asked for the password once more; from any address, as a token is needed to guess. */
    record StepUp(String accountId) implements Guess {

        /** Names everything that counts against the account. */
        byte[] ofAccount() {
            return AssociatedData.of("step-up", "account", accountId);
        }
    }
}
