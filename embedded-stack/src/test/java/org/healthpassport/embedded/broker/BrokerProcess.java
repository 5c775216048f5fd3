package org.healthpassport.embedded.broker;

import java.nio.file.Path;
import org.healthpassport.embedded.ChildProcess;

/** The broker in a process of its own. */
final class BrokerProcess {
    static final int HALTED = 7;

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(Path.of(arguments[0]), 0, null, BrokerProcess::end)) {
            broker.start();
            ChildProcess.readyUntilParentEnds(broker.bootstrapServers());
        } catch (IllegalStateException e) {
            end(e.getMessage());
        }
    }

    private static void end(String why) {
        System.out.println(why);
        System.out.flush();
        Runtime.getRuntime().halt(HALTED);
    }
}
