package org.healthpassport.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.bus.start.StartWaitChanged;
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

/** One of several Spring Boot applications in this JVM, kept from touching what belongs to all. */
final class Sibling implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sibling.class);

    private final Service service;
    private final Map<String, String> settings;
    private final StillWaiting waiting;
    private volatile @Nullable ConfigurableApplicationContext context;
    private volatile boolean started;
    private volatile boolean givenUp;

    /** @param waiting is told what the start waits for */
    Sibling(Service service, Map<String, String> settings, StillWaiting waiting) {
        this.service = service;
        this.settings = settings;
        this.waiting = waiting;
    }

    /**
     * Starts the service and returns when it works.
     *
     * @throws CannotStart when it does not, with what to change
     */
    Sibling start() {
        String[] arguments = Stream.concat(settings.entrySet().stream(), ofASibling(service).entrySet().stream())
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        waiting.on(service.name(), "it is starting");
        try {
            service.application()
                    .get()
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    // The launcher's own hook stops everything, in its order.
                    .registerShutdownHook(false)
                    .initializers(this::prepare)
                    .run(arguments);
            started = true;
            return this;
        } catch (RuntimeException failure) {
            throw cannotStart(service, failure);
        } finally {
            waiting.over(service.name());
        }
    }

    /** Lets the start fail, without a reason of its own, as soon as it has to wait for something again. */
    void giveUp() {
        givenUp = true;
    }

    /** Ends a start that still waits for something; one that is over stays as it is. */
    void stopStarting() {
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

    /** Called by the thread that waits, which an exception ends. */
    private void waits(StartWaitChanged event) {
        if (givenUp && !event.over()) {
            throw new GivenUp();
        }
        waiting.on(service.name(), event.over() ? "it is starting" : "it waits for " + event.awaited());
    }

    private static CannotStart cannotStart(Service service, RuntimeException failure) {
        if (Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(GivenUp.class::isInstance)) {
            return new CannotStart(List.of());
        }
        List<String> reasons = StartFailure.reasons(failure);
        if (reasons.isEmpty()) {
            log.error("{} failed to start", service.name(), failure);
            return new CannotStart("%s failed to start; the log says why.".formatted(service.name()));
        }
        log.debug("{} failed to start", service.name(), failure);
        return new CannotStart(
                reasons.stream().map(reason -> service.name() + ": " + reason).toList());
    }

    private static Map<String, String> ofASibling(Service service) {
        return Map.of(
                "spring.autoconfigure.exclude", foreignAutoConfigurations(service.foreign()),
                "spring.jmx.enabled", "false",
                "spring.lifecycle.timeout-per-shutdown-phase", "5s",
                "management.metrics.use-global-registry", "false");
    }

    private static String foreignAutoConfigurations(List<String> beginnings) {
        return ImportCandidates.load(AutoConfiguration.class, Sibling.class.getClassLoader()).getCandidates().stream()
                .filter(candidate -> beginnings.stream().anyMatch(candidate::startsWith))
                .collect(Collectors.joining(","));
    }

    /** The global ones would be gone for all as soon as the first sibling stops. A service's own come first. */
    private static void provideOwnEventLoops(GenericApplicationContext context) {
        context.registerBean(
                "siblingResourceFactory",
                ReactorResourceFactory.class,
                () -> {
                    ReactorResourceFactory resources = new ReactorResourceFactory();
                    resources.setUseGlobalResources(false);
                    resources.setShutdownQuietPeriod(Duration.ZERO);
                    return resources;
                },
                definition -> definition.setFallback(true));
    }

    /** Another service does not start, so that nobody waits for this one. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
