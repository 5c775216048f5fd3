package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that come with the demo. */
final class DemoResource {
    private DemoResource() {}

    static byte[] read(String name) {
        try (InputStream file = DemoResource.class.getResourceAsStream("/demo/" + name)) {
            if (file == null) {
                throw new IllegalStateException("Expected the demo to come with %s, but it does not".formatted(name));
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
