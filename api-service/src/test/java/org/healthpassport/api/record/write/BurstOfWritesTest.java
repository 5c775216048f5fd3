package org.healthpassport.api.record.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.Allergies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BurstOfWritesTest {
    /** As many as wait for one account. */
    private static final int BURST = 32;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldTakeABurstOfOneAccount() {
        // given
        SignedIn system = api.newPatient();
        String records = "/api/patients/" + system.patientId() + "/records";
        HttpRequest create = request(system, records)
                .POST(BodyPublishers.ofString(Allergies.to("Latex")))
                .build();

        // when
        List<HttpResponse<Void>> created = answers(Stream.generate(() -> create).limit(BURST));

        // then
        assertThat(created).extracting(HttpResponse::statusCode).containsOnly(201);

        // when
        List<HttpResponse<Void>> amended = answers(created.stream()
                .map(answer -> answer.headers().firstValue("Location").orElseThrow())
                .map(location -> request(system, location.replace(ApiUnderTest.PUBLIC_URL, ""))
                        .header("If-Match", "W/\"1\"")
                        .PUT(BodyPublishers.ofString(Allergies.to("Dust")))
                        .build()));

        // then
        assertThat(amended).extracting(HttpResponse::statusCode).containsOnly(200);
    }

    private List<HttpResponse<Void>> answers(Stream<HttpRequest> requests) {
        List<CompletableFuture<HttpResponse<Void>>> sent = requests.map(
                        request -> http.sendAsync(request, BodyHandlers.discarding()))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private static HttpRequest.Builder request(SignedIn who, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .header("Authorization", "Bearer " + who.accessToken())
                .header("Content-Type", "application/fhir+json");
    }
}
