package org.healthpassport.standalone.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.bus.start.FailureReasons;
import org.healthpassport.bus.start.StartWaitChanged;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.output.StartProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** One of several Spring Boot applications in this JVM, isolated from the others. */
public final class EmbeddedService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedService.class);

    private final Service service;
    private final Map<String, String> settings;
    private final StartProgress progress;
    private volatile @Nullable ConfigurableApplicationContext context;
    private volatile boolean started;
    private volatile boolean givenUp;

    /** @param progress shows what the start waits for */
    public EmbeddedService(Service service, Map<String, String> settings, StartProgress progress) {
        this.service = service;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Starts the service and returns when it has started.
     *
     * @throws StartFailed with what to change, if the service does not start
     */
    public EmbeddedService start() {
        String[] arguments = Stream.concat(
                        settings.entrySet().stream(), settingsOfAnEmbeddedService(service).entrySet().stream())
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        progress.waitingFor(service.name(), "it is starting");
        try {
            service.application()
                    .get()
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    // The launcher's own shutdown hook stops all services in order.
                    .registerShutdownHook(false)
                    .initializers(this::prepare)
                    .run(arguments);
            started = true;
            return this;
        } catch (RuntimeException failure) {
            throw cannotStart(service, failure);
        } finally {
            progress.done(service.name());
        }
    }

    /** Makes the start fail, without a reason of its own, the next time it has to wait. */
    public void giveUp() {
        givenUp = true;
    }

    /** Ends a start that still waits; does nothing to a service that has started. */
    public void stopStarting() {
        if (!started) {
            close();
        }
    }

    @Override
    public void close() {
        ConfigurableApplicationContext made = context;
        if (made != null) {
            made.close();
        }
    }

    private void prepare(ConfigurableApplicationContext made) {
        context = made;
        provideOwnEventLoops((GenericApplicationContext) made);
        made.addApplicationListener(ApplicationListener.forPayload(this::waits));
    }

    /** Called by the waiting thread; an exception ends the wait. */
    private void waits(StartWaitChanged event) {
        if (givenUp && !event.over()) {
            throw new GivenUp();
        }
        progress.waitingFor(service.name(), event.over() ? "it is starting" : "it waits for " + event.awaited());
    }

    private static StartFailed cannotStart(Service service, RuntimeException failure) {
        if (Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(GivenUp.class::isInstance)) {
            return new StartFailed(List.of());
        }
        List<String> reasons = FailureReasons.of(failure);
        if (reasons.isEmpty()) {
            log.error("{} failed to start", service.name(), failure);
            return new StartFailed("%s failed to start. The log says why.".formatted(service.name()));
        }
        log.debug("{} failed to start", service.name(), failure);
        return new StartFailed(
                reasons.stream().map(reason -> service.name() + ": " + reason).toList());
    }

    private static Map<String, String> settingsOfAnEmbeddedService(Service service) {
        return Map.of(
                "spring.autoconfigure.exclude", foreignAutoConfigurations(service.foreign()),
                "spring.jmx.enabled", "false",
                "spring.lifecycle.timeout-per-shutdown-phase", "5s",
                "management.metrics.use-global-registry", "false");
    }

    private static String foreignAutoConfigurations(List<String> beginnings) {
        return ImportCandidates.load(AutoConfiguration.class, EmbeddedService.class.getClassLoader())
                .getCandidates()
                .stream()
                .filter(candidate -> beginnings.stream().anyMatch(candidate::startsWith))
                .collect(Collectors.joining(","));
    }

    /**
     * Gives the service its own event loops, unless it defines some itself. The global event loops would stop for all
     * services as soon as one service stops.
     */
    private static void provideOwnEventLoops(GenericApplicationContext context) {
        context.registerBean(
                "ownReactorResourceFactory",
                ReactorResourceFactory.class,
                () -> {
                    ReactorResourceFactory resources = new ReactorResourceFactory();
                    resources.setUseGlobalResources(false);
                    resources.setShutdownQuietPeriod(Duration.ZERO);
                    return resources;
                },
                definition -> definition.setFallback(true));
    }

    /** Ends the start of this service because another service failed to start. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
