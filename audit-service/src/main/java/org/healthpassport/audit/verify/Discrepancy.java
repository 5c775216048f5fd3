package org.healthpassport.audit.verify;

import org.healthpassport.audit.tile.DamagedLogFile;

/**
 * Something that is wrong with a log.
 *
 * @param where the path of the file within the log
 * @param what the description of it, as a clause
 */
public record Discrepancy(String where, String what) {
    static Discrepancy of(DamagedLogFile damage) {
        return new Discrepancy(damage.path(), damage.reason());
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
