package org.healthpassport.embedded.broker;

import java.nio.file.Path;
import org.healthpassport.embedded.ChildProcess;

/** The broker in a process of its own. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(Path.of(arguments[0]))) {
            broker.start();
            ChildProcess.readyUntilParentEnds(broker.bootstrapServers());
        }
    }
}
