package org.healthpassport.standalone;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.healthpassport.embedded.DataFolder;
import org.springframework.boot.logging.LoggingSystem;

/** The whole of Health Passport in this JVM: started once, closed once. */
final class HealthPassport implements AutoCloseable {
    private final StandaloneSettings settings;
    private final Consumer<String> progress;
    private final RunningParts parts = new RunningParts();

    /** @param progress takes a line for each step of the start */
    HealthPassport(StandaloneSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts everything and returns when all of it takes requests.
     *
     * @throws CannotStart when something stands in the way; nothing is left running
     */
    Addresses start() throws InterruptedException {
        boolean started = false;
        try {
            Addresses addresses = startAll();
            started = true;
            return addresses;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Stops the services, then what they stand on. Nothing happens the second time. */
    @Override
    public void close() {
        parts.close();
    }

    private Addresses startAll() throws InterruptedException {
        // Otherwise each of the contexts sets up logging for all of them.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        parts.launch(List.of(() -> take(settings.dataFolder())));
        settings.requireFolderOfTheSameKind();
        Ports ports = Ports.claim(settings.ports());

        Surroundings surroundings = new Surroundings(settings, ports);
        if (!surroundings.parts().isEmpty()) {
            progress.accept("Starting the embedded store and broker ...");
        }
        parts.launch(surroundings.parts());

        progress.accept("Starting the services ...");
        Map<String, String> handedOn = new HandedOn(settings, ports, surroundings).properties();
        parts.launch(Service.IN_ORDER_OF_STOPPING.stream()
                .<Callable<AutoCloseable>>map(service -> () -> Sibling.start(service, handedOn))
                .toList());

        Readiness readiness = new Readiness();
        readiness.await(ports.local(Port.API));
        readiness.await(ports.local(Port.AUDIT));
        return new Addresses(
                ports.local(Port.API),
                ports.local(Port.AUDIT),
                surroundings.bootstrapServers(),
                surroundings.mongoDbUri());
    }

    private static DataFolder take(Path folder) {
        String way = "set HEALTHPASSPORT_DATA_DIR to another folder.";
        try {
            return DataFolder.take(folder);
        } catch (IllegalStateException e) {
            throw new CannotStart(
                    "The data folder %s is in use by another process; stop that one, or %s".formatted(folder, way));
        } catch (UncheckedIOException e) {
            throw new CannotStart("The data folder %s cannot be written; %s".formatted(folder, way));
        }
    }
}
