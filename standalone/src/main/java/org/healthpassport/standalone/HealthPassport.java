package org.healthpassport.standalone;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.healthpassport.embedded.DataFolder;
import org.healthpassport.embedded.DiskSpace;
import org.healthpassport.vault.space.FreeSpace;
import org.springframework.boot.logging.LoggingSystem;

/** The whole of Health Passport in this JVM: started once, closed once. */
final class HealthPassport implements AutoCloseable {
    private static final String SURROUNDINGS = "the embedded store and broker";

    private final StandaloneSettings settings;
    private final Consumer<String> progress;
    private final Consumer<String> whenBrokerHalted;
    private final RunningParts parts = new RunningParts();
    private final List<Sibling> starting = new CopyOnWriteArrayList<>();

    /**
     * Not started yet.
     *
     * @param progress takes a line for each step of the start
     * @param whenBrokerHalted is told why the embedded broker has stopped by itself; nothing but another start of the
     *     process brings it back
     */
    HealthPassport(StandaloneSettings settings, Consumer<String> progress, Consumer<String> whenBrokerHalted) {
        this.settings = settings;
        this.progress = progress;
        this.whenBrokerHalted = whenBrokerHalted;
    }

    /**
     * Starts everything and returns when all of it takes requests.
     *
     * @throws CannotStart when something stands in the way; nothing is left running
     */
    Addresses start() throws InterruptedException {
        boolean started = false;
        try (StillWaiting waiting = new StillWaiting(progress, StillWaiting.EVERY)) {
            Addresses addresses = startAll(waiting);
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
        // A part that is waiting would hold up the others for minutes.
        starting.forEach(Sibling::stopStarting);
        parts.close();
    }

    private Addresses startAll(StillWaiting waiting) throws InterruptedException {
        // Otherwise each of the contexts sets up logging for all of them.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        parts.launch(List.of(() -> take(settings.dataFolder())));
        settings.requireFolderOfTheSameKind();
        DiskRoom.of(settings).require(FreeSpace.OF_THE_FILE_SYSTEM);
        Ports ports = Ports.claim(settings.ports());

        Surroundings surroundings = new Surroundings(settings, ports, whenBrokerHalted);
        if (!surroundings.parts().isEmpty()) {
            progress.accept("Starting the embedded store and broker ...");
            waiting.on(SURROUNDINGS, "starting");
        }
        parts.launch(surroundings.parts());
        waiting.over(SURROUNDINGS);

        progress.accept("Starting the services ...");
        Map<String, String> handedOn = new HandedOn(settings, ports, surroundings).properties();
        Service.IN_ORDER_OF_STOPPING.forEach(service -> starting.add(new Sibling(service, handedOn, waiting)));
        parts.launch(starting.stream()
                .<Callable<AutoCloseable>>map(sibling -> () -> start(sibling))
                .toList());

        Readiness readiness = new Readiness(settings.startPatience());
        for (Service service : Service.IN_ORDER_OF_STOPPING) {
            readiness.await(service.name(), ports.local(service.port()), reason -> waiting.on(service.name(), reason));
            waiting.over(service.name());
        }
        return new Addresses(
                ports.local(Port.API),
                ports.local(Port.AUDIT),
                surroundings.bootstrapServers(),
                surroundings.mongoDbUri());
    }

    /** What one service finds wrong is told at once, and not only when the others have waited for it in vain. */
    private Sibling start(Sibling sibling) {
        try {
            return sibling.start();
        } catch (CannotStart e) {
            starting.forEach(Sibling::giveUp);
            throw e;
        }
    }

    private static DataFolder take(Path folder) {
        String way = "set HEALTHPASSPORT_DATA_DIR to another folder.";
        try {
            return DataFolder.take(folder);
        } catch (IllegalStateException e) {
            throw new CannotStart(
                    "The data folder %s is in use by another process; stop that one, or %s".formatted(folder, way));
        } catch (UncheckedIOException e) {
            String full = DiskSpace.causeOf(e);
            if (full != null) {
                throw new CannotStart("The disk of the data folder %s is full (%s); make space, then start again."
                        .formatted(folder, full));
            }
            throw new CannotStart("The data folder %s cannot be written; %s".formatted(folder, way));
        }
    }
}
