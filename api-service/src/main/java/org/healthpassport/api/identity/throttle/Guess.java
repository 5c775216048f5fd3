package org.healthpassport.api.identity.throttle;

import org.healthpassport.vault.key.AssociatedData;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to prove to be the owner of an account.
 *
 * @param kind keeps different ways of guessing apart
 * @param account names the account, or the email of somebody who may have none
 * @param address the client's; null if whoever guesses is known by a token
 */
public record Guess(String kind, String account, @Nullable String address) {

    /** A login, by the blind index of an email. */
    public static Guess login(String emailIndex, String address) {
        return new Guess("login", emailIndex, address);
    }

    /** A signed-in owner who is asked for the password once more. */
    public static Guess stepUp(String accountId) {
        return new Guess("step-up", accountId, null);
    }

    /** Names everything that counts against the account, from every address. */
    byte[] ofAccount() {
        return name("account", account);
    }

    /** Names what counts against the account from this address. */
    byte[] ofPair() {
        return name("pair", account, String.valueOf(address));
    }

    byte[] ofAddress() {
        return name("address", String.valueOf(address));
    }

    /** Names the addresses from which somebody signed in to the account. */
    byte[] ofKnownAddresses() {
        return name("known", account);
    }

    private byte[] name(String what, String... parts) {
        String[] all = new String[parts.length + 2];
        all[0] = kind;
        all[1] = what;
        System.arraycopy(parts, 0, all, 2, parts.length);
        return AssociatedData.of(all);
    }

    @Override
    public String toString() {
        return "Guess[" + kind + ']';
    }
}
