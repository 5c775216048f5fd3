package org.healthpassport.edge.account;

/** The stored account is older than one that this instance has seen: somebody put an old document back. */
public final class OlderThanSeen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause says so in another way */
    public OlderThanSeen(String accountId, Throwable cause) {
        super(
                "Expected account %s to be the newest one, but somebody put an old document back".formatted(accountId),
                cause);
    }

    OlderThanSeen(String accountId, long version, long newest) {
        super("Expected account %s to be at version %d or later, but it is at %d; somebody put an old document back"
                .formatted(accountId, newest, version));
    }
}
