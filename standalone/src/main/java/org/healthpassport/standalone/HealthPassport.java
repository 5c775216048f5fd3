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
import org.healthpassport.standalone.backing.BackingServices;
import org.healthpassport.standalone.backing.DiskSpaceCheck;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Addresses;
import org.healthpassport.standalone.network.ClaimedPorts;
import org.healthpassport.standalone.network.Port;
import org.healthpassport.standalone.output.StartProgress;
import org.healthpassport.standalone.service.EmbeddedService;
import org.healthpassport.standalone.service.ReadinessProbe;
import org.healthpassport.standalone.service.Service;
import org.healthpassport.standalone.service.ServiceProperties;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.healthpassport.vault.space.FreeSpace;
import org.springframework.boot.logging.LoggingSystem;

/** All of Health Passport in this JVM: started once, closed once. */
final class HealthPassport implements AutoCloseable {
    private static final String BACKING_SERVICES = "the embedded store and broker";

    private final StandaloneSettings settings;
    private final Consumer<String> output;
    private final Consumer<String> whenBrokerHalted;
    private final RunningParts parts = new RunningParts();
    private final List<EmbeddedService> starting = new CopyOnWriteArrayList<>();

    /**
     * Creates it; {@link #start} starts it.
     *
     * @param output receives a line for each step of the start
     * @param whenBrokerHalted receives the reason when the embedded broker stops by itself; only a restart of the process
     *     brings the broker back
     */
    HealthPassport(StandaloneSettings settings, Consumer<String> output, Consumer<String> whenBrokerHalted) {
        this.settings = settings;
        this.output = output;
        this.whenBrokerHalted = whenBrokerHalted;
    }

    /**
     * Starts everything and returns when all of it takes requests.
     *
     * @throws StartFailed if anything fails to start; everything is stopped by then
     */
    Addresses start() throws InterruptedException {
        boolean started = false;
        try (StartProgress progress = new StartProgress(output, StartProgress.INTERVAL)) {
            Addresses addresses = startAll(progress);
            started = true;
            return addresses;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Stops the services, then the embedded broker and store. A second call does nothing. */
    @Override
    public void close() {
        // A service that still waits would delay the stop of the others for minutes.
        starting.forEach(EmbeddedService::stopStarting);
        parts.close();
    }

    private Addresses startAll(StartProgress progress) throws InterruptedException {
        // Otherwise each Spring context would configure logging for the whole process.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        parts.launch(List.of(() -> take(settings.dataFolder())));
        settings.requireFolderOfTheSameKind();
        if (settings.demo()) {
            // Its passwords mark the folder as the demo's, so they come before the first file in the key folder.
            Demo.in(settings.dataFolder());
        }
        DiskSpaceCheck.of(settings).requireSpace(FreeSpace.OF_THE_FILE_SYSTEM);
        ClaimedPorts ports = ClaimedPorts.claim(settings.ports(), settings.bindAddress());

        BackingServices backing = new BackingServices(settings, ports, whenBrokerHalted);
        if (!backing.parts().isEmpty()) {
            output.accept("Starting the embedded store and broker ...");
            progress.waitingFor(BACKING_SERVICES, "starting");
        }
        parts.launch(backing.parts());
        progress.done(BACKING_SERVICES);

        output.accept("Starting the services ...");
        Map<String, String> properties = new ServiceProperties(settings, ports, backing).asMap();
        Service.IN_ORDER_OF_STOPPING.forEach(
                service -> starting.add(new EmbeddedService(service, properties, progress)));
        parts.launch(starting.stream()
                .<Callable<AutoCloseable>>map(service -> () -> start(service))
                .toList());

        ReadinessProbe readiness = new ReadinessProbe(settings.startPatience());
        for (Service service : Service.IN_ORDER_OF_STOPPING) {
            readiness.await(
                    service.name(), ports.local(service.port()), reason -> progress.waitingFor(service.name(), reason));
            progress.done(service.name());
        }
        return new Addresses(
                ports.local(Port.API), ports.local(Port.AUDIT), backing.bootstrapServers(), backing.mongoDbAddress());
    }

    /** Ends the start of all services as soon as one fails, so that its reason is printed at once. */
    private EmbeddedService start(EmbeddedService service) {
        try {
            return service.start();
        } catch (StartFailed e) {
            starting.forEach(EmbeddedService::giveUp);
            throw e;
        }
    }

    private static DataFolder take(Path folder) {
        try {
            return DataFolder.take(folder);
        } catch (IllegalStateException e) {
            throw new StartFailed(
                    "The data folder %s is in use by another process. Stop that process, or set HEALTHPASSPORT_DATA_DIR to another folder."
                            .formatted(folder));
        } catch (UncheckedIOException e) {
            String full = DiskSpace.causeOf(e);
            if (full != null) {
                throw new StartFailed("The disk of the data folder %s is full (%s). Make space, then start again."
                        .formatted(folder, full));
            }
            throw new StartFailed("The data folder %s is not writable. Set HEALTHPASSPORT_DATA_DIR to another folder."
                    .formatted(folder));
        }
    }
}
