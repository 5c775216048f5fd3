package org.healthpassport.api.notification.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.healthpassport.api.access.LiveToken;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/events}: the caller's own events as Server-Sent Events. */
@RestController
final class EventController {
    private final OwnEvents events;

    EventController(OwnEvents events) {
        this.events = events;
    }

    @Operation(
            summary = "Follow the own events",
            description =
                    "Server-Sent Events: those of the own account with its notifications, of the patients whose data the caller"
                            + " may read, and those that name the caller. Each data line is a CloudEvent as JSON, with references"
                            + " and the types of records, and nothing of their content. The stream ends with the access token; connect again with a new one and with"
                            + " the last id as Last-Event-ID, and no event is missed. An id can come without data. If it takes"
                            + " longer than a minute to catch up, the stream ends as well, and goes on in the same way.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<Void> events(
            LiveToken token,
            @Parameter(description = "The id after which the stream begins; without it, with the next event")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Nullable
                    String lastEventId,
            ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        response.getHeaders().setCacheControl("no-store");
        // Asks a reverse proxy not to collect what it passes on.
        response.getHeaders().set("X-Accel-Buffering", "no");
        return events.send(token, lastEventId, response);
    }
}
