package org.healthpassport.api.sharing.connection;

import io.swagger.v3.oas.annotations.Operation;
import org.healthpassport.api.access.Caller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/connections}. */
@RestController
final class ConnectionController {
    private final Connecting connecting;

    ConnectionController(Connecting connecting) {
        this.connecting = connecting;
    }

    @Operation(
            summary = "Learn whose PATIENT_ID code it is",
            description =
                    "For doctors and hospitals, with the text of a QR code that a patient shows. The answer has what is needed to"
                            + " know the person, and to ask for consent or to take emergency access. The patient sees who"
                            + " asked. 404 for a code that is unknown, revoked, expired or paused.")
    @PostMapping("/api/connections")
    Mono<Connection> connect(Caller caller, @RequestBody ConnectionRequest request) {
        return connecting.connect(caller, request);
    }
}
