package org.healthpassport.api.page;

import java.net.URI;
import org.healthpassport.api.web.PublicUrl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers with pages: the link to the next one also stands in {@code Link} (RFC 8288). */
@Component
public final class PageAnswers {
    private final PublicUrl publicUrl;

    PageAnswers(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** 200 with the page that the request asked for. */
    public <T> ResponseEntity<Page<T>> answer(ServerHttpRequest request, Page<T> page) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (page.nextCursor() != null) {
            answer.header(HttpHeaders.LINK, "<" + next(request, page.nextCursor()) + ">; rel=\"next\"");
        }
        return answer.body(page);
    }

    private URI next(ServerHttpRequest request, String cursor) {
        return UriComponentsBuilder.fromUri(publicUrl.of(request.getPath().value()))
                .queryParams(request.getQueryParams())
                .replaceQueryParam("cursor", cursor)
                .build(true)
                .toUri();
    }
}
