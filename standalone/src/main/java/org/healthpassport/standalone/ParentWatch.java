package org.healthpassport.standalone;

/**
 * Ends this process when its parent ends. Maven starts it as a child, and killing Maven alone would leave it running,
 * with ports and data folder taken and nobody to stop it.
 */
final class ParentWatch {
    /** Set for this JVM by whoever wants to be watched. */
    private static final String PROPERTY = "healthpassport.stop-with-parent";

    private ParentWatch() {}

    static void begin() {
        if (Boolean.getBoolean(PROPERTY)) {
            ProcessHandle.current().parent().ifPresent(ParentWatch::begin);
        }
    }

    private static void begin(ProcessHandle parent) {
        Thread watch = new Thread(() -> endWith(parent), "parent watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void endWith(ProcessHandle parent) {
        parent.onExit().join();
        System.exit(0);
    }
}
