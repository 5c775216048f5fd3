package org.healthpassport.standalone.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthpassport.bus.start.SettingsCheck;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Checks the settings that the services read themselves, before anything is started. */
public final class SettingsOfServices {
    private static final List<String> SHARED =
            List.of("org.healthpassport.bus", "org.healthpassport.edge", "org.healthpassport.aggregates");
    private static final List<String> OF_BUS = List.of("org.healthpassport.bus");

    private static final Map<String, List<String>> PACKAGES = Map.of(
            "api-service", and("org.healthpassport.api", SHARED),
            "document-worker", and("org.healthpassport.documents", OF_BUS),
            "qr-worker", and("org.healthpassport.qrworker", OF_BUS),
            "audit-service",
                    and("org.healthpassport.audit", List.of("org.healthpassport.bus", "org.healthpassport.edge")));

    /** The launcher sets these itself, and checks its own settings behind them. */
    private static final Map<String, Object> OF_THE_LAUNCHER = Map.ofEntries(
            Map.entry("HEALTHPASSPORT_API_PORT", "0"),
            Map.entry("HEALTHPASSPORT_AUDIT_PORT", "0"),
            Map.entry("HEALTHPASSPORT_DOCUMENT_WORKER_PORT", "0"),
            Map.entry("HEALTHPASSPORT_QR_WORKER_PORT", "0"),
            Map.entry("HEALTHPASSPORT_BIND_ADDRESS", "127.0.0.1"),
            Map.entry("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092"),
            Map.entry("MONGODB_URI", "mongodb://localhost/healthpassport"),
            Map.entry("STORAGE_URL", "file:objects"),
            Map.entry("HEALTHPASSPORT_STAGING_URL", "file:staged"),
            Map.entry("HEALTHPASSPORT_PUBLIC_URL", "http://localhost:8080"),
            Map.entry("HEALTHPASSPORT_JWKS_URL", "http://localhost:8080/.well-known/jwks.json"),
            Map.entry("HEALTHPASSPORT_AUDIT_URL", "http://localhost:8083"),
            Map.entry("HEALTHPASSPORT_SWAGGER_UI", "true"),
            Map.entry("HEALTHPASSPORT_KEYS_FOLDER", "keys"),
            Map.entry("HEALTHPASSPORT_KEYS_CREATE_MISSING", "true"),
            Map.entry("HEALTHPASSPORT_WITNESS_DIR", "witness"),
            Map.entry("HEALTHPASSPORT_START_PATIENCE", "5m"),
            Map.entry("HEALTHPASSPORT_SECOND_FACTOR_REQUIRED", "false"),
            Map.entry("HEALTHPASSPORT_ADMIN_EMAIL", "admin@localhost"),
            Map.entry("HEALTHPASSPORT_ADMIN_PASSWORD", ""),
            Map.entry("HEALTHPASSPORT_ADMIN_PASSWORD_FILE", "first-administrator-password"));

    private SettingsOfServices() {}

    /** A sentence for each setting that cannot be used, with the services that read it. */
    public static List<String> reasons(Map<String, String> environment) {
        Map<String, List<String>> services = new LinkedHashMap<>();
        for (Service service : Service.IN_ORDER_OF_STOPPING) {
            SettingsCheck.reasons(settings(service), environmentOf(service, environment))
                    .forEach(reason -> services.computeIfAbsent(reason, wrong -> new ArrayList<>())
                            .add(service.name()));
        }
        return services.entrySet().stream()
                .map(wrong -> String.join(", ", wrong.getValue()) + ": " + wrong.getKey())
                .toList();
    }

    private static List<Class<?>> settings(Service service) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class, false));
        return PACKAGES.getOrDefault(service.name(), List.of()).stream()
                .flatMap(base -> scanner.findCandidateComponents(base).stream())
                .<Class<?>>map(found -> ClassUtils.resolveClassName(
                        String.valueOf(found.getBeanClassName()), SettingsOfServices.class.getClassLoader()))
                .toList();
    }

    private static ConfigurableEnvironment environmentOf(Service service, Map<String, String> environment) {
        Map<String, Object> others = new HashMap<>(environment);
        others.keySet().removeAll(OF_THE_LAUNCHER.keySet());
        StandardEnvironment made = new StandardEnvironment();
        MutablePropertySources sources = made.getPropertySources();
        sources.forEach(source -> sources.remove(source.getName()));
        sources.addLast(new MapPropertySource("launcher", OF_THE_LAUNCHER));
        sources.addLast(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, others));
        try {
            new YamlPropertySourceLoader()
                    .load(service.name(), new ClassPathResource(service.name() + ".yml"))
                    .forEach(sources::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    private static List<String> and(String own, List<String> shared) {
        return Stream.concat(Stream.of(own), shared.stream()).toList();
    }
}
