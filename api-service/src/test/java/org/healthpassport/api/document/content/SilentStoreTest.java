package org.healthpassport.api.document.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.document.UploadedDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** An object store that takes a request and does not answer. */
class SilentStoreTest {
    /** Each with an address of its own, as one address may not have so many downloads at once. */
    private static final int ACCOUNTS = 8;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final UploadedDocuments documents = new UploadedDocuments(api);

    @Test
    @Timeout(60)
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has further loopback addresses")
    void shouldTakeUploadsWhileAllDownloadsWaitForTheirStore() throws Exception {
        // given many downloads, each of which waits for somebody to write into a pipe
        List<Mono<Integer>> downloads = new ArrayList<>();
        List<Path> pipes = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            SignedIn patient = api.newPatient();
            String document = documents.storedPdf(patient, 1_000);
            pipes.add(turnIntoPipe(document));
            WebClient client = client("127.0.0." + (2 + i));
            for (int j = 0; j < DocumentSending.AT_ONCE.account(); j++) {
                downloads.add(download(client, patient, document));
            }
        }
        CountDownLatch answered = new CountDownLatch(downloads.size());
        var running =
                Flux.merge(Flux.fromIterable(downloads), downloads.size()).subscribe(status -> answered.countDown());
        SignedIn patient = api.newPatient();

        try {
            await().until(() -> waitingForStore() >= downloads.size() / 2);

            // when
            String document = documents.receivedPdf(patient, 1_000);

            // then
            assertThat(document).isNotEmpty();
            assertThat(answered.getCount()).isEqualTo(downloads.size());
        } finally {
            for (Path pipe : pipes) {
                new RandomAccessFile(pipe.toFile(), "rw").close();
                Files.delete(pipe);
            }
            answered.await(10, TimeUnit.SECONDS);
            running.dispose();
        }
    }

    private static long waitingForStore() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Stream.of(stack).anyMatch(frame -> frame.getClassName().endsWith(".ObjectFile")))
                .count();
    }

    private static WebClient client(String address) {
        HttpClient client = HttpClient.create().bindAddress(() -> new InetSocketAddress(address, 0));
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(client))
                .baseUrl("http://127.0.0.1:" + api.port())
                .build();
    }

    private static Mono<Integer> download(WebClient client, SignedIn patient, String document) {
        return client.get()
                .uri("/api/patients/" + patient.patientId() + "/documents/" + document + "/content")
                .headers(headers -> headers.setBearerAuth(patient.accessToken()))
                .exchangeToMono(answer ->
                        answer.releaseBody().thenReturn(answer.statusCode().value()));
    }

    private static Path turnIntoPipe(String document) throws IOException, InterruptedException {
        Path object;
        try (Stream<Path> objects = Files.walk(api.folder().resolve("objects"))) {
            object = objects.filter(file -> file.getFileName().toString().endsWith(document))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(object);
        boolean made = new ProcessBuilder("mkfifo", object.toString()).start().waitFor() == 0;
        assumeThat(made).as("this system makes named pipes").isTrue();
        return object;
    }
}
