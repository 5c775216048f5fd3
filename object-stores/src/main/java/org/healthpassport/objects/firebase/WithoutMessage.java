package org.healthpassport.objects.firebase;

/** Stands for a failure of Google's libraries, whose messages name hosts, accounts and the secret URLs of uploads. */
final class WithoutMessage extends Exception {
    private static final long serialVersionUID = 1L;

    WithoutMessage(Throwable failure) {
        super(failure.getClass().getName(), failure.getCause() == null ? null : new WithoutMessage(failure.getCause()));
        setStackTrace(failure.getStackTrace());
    }
}
