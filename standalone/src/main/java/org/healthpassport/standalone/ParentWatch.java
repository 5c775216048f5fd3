package org.healthpassport.standalone;

/**
 * Ends this process when its parent ends. Maven starts this process as a child. If only Maven were killed, the child
 * would run on and keep its ports and its data folder.
 */
final class ParentWatch {
    /** A system property; the process that starts this JVM sets it to true. */
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
