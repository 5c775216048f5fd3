package org.healthpassport.audit.log;

import java.util.function.IntSupplier;

/**
 * The number of the log that this service writes and reads: 1, and one more after each restore that had to continue in a new
 * log. The name of the key's file says it, not the database, which may be an old copy. It changes during a start only.
 */
public final class LogInUse implements IntSupplier {
    /** The first log. */
    public static final int FIRST = 1;

    private volatile int number;

    public LogInUse(int number) {
        this.number = number;
    }

    @Override
    public int getAsInt() {
        return number;
    }

    /** From now on, another log is in use. */
    public void switchTo(int next) {
        number = next;
    }

    /** The name that something has in a log: that of the first log, and with the number in the later ones. */
    public static String named(String first, int log) {
        return log == FIRST ? first : first + "-" + log;
    }
}
