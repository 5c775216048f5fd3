package org.healthpassport.audit.tile;

import java.io.IOException;

/** A file of the log is missing, is not what its address says, or does not belong to the tree. */
public final class DamagedLogFile extends IOException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /** @param reason a clause such as "is missing" */
    public DamagedLogFile(LogFile file, String reason) {
        this(file.path(), reason);
    }

    /** @param path within the log */
    public DamagedLogFile(String path, String reason) {
        super(path + " " + reason);
        this.path = path;
        this.reason = reason;
    }

    /** The path of the file within the log. */
    public String path() {
        return path;
    }

    public String reason() {
        return reason;
    }
}
