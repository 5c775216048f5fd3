package org.healthpassport.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the parent is a shell")
class ParentWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shouldEndWhenItsParentIsKilled() throws IOException {
        // given
        Process parent = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\" & wait",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dhealthpassport.stop-with-parent=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Watching.class.getName())
                .start();
        try {
            // The line shows that the child watches its parent.
            assertThat(parent.inputReader().readLine()).isEqualTo("watching");
            ProcessHandle child = parent.children().findFirst().orElseThrow();

            // when
            parent.destroyForcibly();

            // then
            await().atMost(PATIENCE).until(() -> !child.isAlive());
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    /** A program that runs until it is killed. */
    static final class Watching {
        private Watching() {}

        public static void main(String[] arguments) throws InterruptedException {
            ParentWatch.begin();
            System.out.println("watching");
            new CountDownLatch(1).await();
        }
    }
}
