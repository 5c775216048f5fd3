package org.healthpassport.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Health Passport in its own JVM, for tests that use it over HTTP alone, and that look only at the data of their own
 * accounts. Started once for all classes of a test JVM; the administrator's password is {@link ApiClient#PASSWORD}.
 */
final class SharedPassport implements ParameterResolver {
    /** Gives the ready process; starts it if no class has asked for it yet. */
    @FunctionalInterface
    interface Start {
        /** @param surroundings the settings of store and broker; empty for the embedded ones */
        StandaloneProcess on(Map<String, String> surroundings);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Start.class;
    }

    @Override
    public Start resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Surefire hands the classes to a JVM one by one, each with a root of its own.
        ExtensionContext.Store started =
                context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedPassport.class));
        return surroundings -> started.computeIfAbsent(surroundings, key -> Running.start(surroundings), Running.class)
                .process();
    }

    private record Running(StandaloneProcess process, Path folder) implements AutoCloseable {
        static Running start(Map<String, String> surroundings) {
            Map<String, String> settings = new HashMap<>(surroundings);
            settings.put("HEALTHPASSPORT_ADMIN_PASSWORD", ApiClient.PASSWORD);
            try {
                Path folder = Files.createTempDirectory("shared-passport");
                StandaloneProcess process = StandaloneProcess.on(folder.resolve("data"), settings);
                // The session closes only what has started.
                try {
                    return new Running(process.start().awaitReady(), folder);
                } catch (RuntimeException notReady) {
                    process.close();
                    throw notReady;
                }
            } catch (IOException e) {
                throw new IllegalStateException("Expected a folder for the data, but there is none", e);
            }
        }

        @Override
        public void close() throws IOException {
            process.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
