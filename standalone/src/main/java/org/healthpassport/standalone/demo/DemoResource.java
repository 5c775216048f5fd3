package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads the files of the demo from the class path. */
final class DemoResource {
    private DemoResource() {}

    static byte[] read(String name) {
        try (InputStream file = DemoResource.class.getResourceAsStream("/demo/" + name)) {
            if (file == null) {
                throw new IllegalStateException(
                        "Expected the file %s of the demo on the class path, but it is missing".formatted(name));
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
