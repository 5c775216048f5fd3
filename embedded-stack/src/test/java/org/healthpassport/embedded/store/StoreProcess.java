package org.healthpassport.embedded.store;

import java.nio.file.Path;
import org.healthpassport.embedded.ChildProcess;

/** The store in a process of its own. */
final class StoreProcess {
    private StoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedStore store = new EmbeddedStore(Path.of(arguments[0]))) {
            store.start();
            ChildProcess.readyUntilParentEnds(store.connectionString("test"));
        }
    }
}
