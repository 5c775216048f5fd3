package org.healthpassport.api.identity.session;

import static java.util.Comparator.comparing;

import io.swagger.v3.oas.annotations.Operation;
import java.util.Comparator;
import java.util.List;
import org.healthpassport.aggregates.list.ListPosition;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.CallerSession;
import org.healthpassport.api.identity.account.Session;
import org.healthpassport.api.page.Page;
import org.healthpassport.api.page.PageAnswers;
import org.healthpassport.api.page.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/auth/logout} and {@code /api/me/sessions}: an account sees its sessions and ends them. */
@RestController
class SessionController {
    private static final Comparator<ListPosition> OLDEST_FIRST =
            comparing(ListPosition::time).thenComparing(ListPosition::id);

    private final Sessions sessions;
    private final PageAnswers answers;

    SessionController(Sessions sessions, PageAnswers answers) {
        this.sessions = sessions;
        this.answers = answers;
    }

    @Operation(
            summary = "Sign out",
            description = "Ends the session of the access token. None of its tokens counts any more.")
    @PostMapping("/api/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> logOut(CallerSession session) {
        return sessions.logOut(session.caller(), session.sessionId());
    }

    @Operation(summary = "List the open sessions", description = "Newest first.")
    @GetMapping("/api/me/sessions")
    Mono<ResponseEntity<Page<SessionView>>> list(
            CallerSession session,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            ServerHttpRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return sessions.of(session.caller())
                .map(open -> Page.of(
                        oneMore(open, page),
                        page,
                        SessionController::position,
                        each -> SessionView.of(each, session.sessionId())))
                .map(found -> answers.answer(request, found));
    }

    @Operation(summary = "Sign out elsewhere", description = "Ends one session. None of its tokens counts any more.")
    @DeleteMapping("/api/me/sessions/{sessionId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> end(Caller caller, @PathVariable String sessionId) {
        return sessions.end(caller, sessionId);
    }

    @Operation(
            summary = "Sign out everywhere",
            description = "Ends all sessions, this one too. No token of the account counts any more.")
    @DeleteMapping("/api/me/sessions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> endAll(Caller caller) {
        return sessions.endAll(caller);
    }

    private static List<Session> oneMore(List<Session> open, PageRequest page) {
        ListPosition after = page.after();
        return open.stream()
                .sorted(comparing(SessionController::position, OLDEST_FIRST.reversed()))
                .filter(session -> after == null || OLDEST_FIRST.compare(position(session), after) < 0)
                .limit(page.limit() + 1L)
                .toList();
    }

    private static ListPosition position(Session session) {
        return new ListPosition(session.startedAt(), session.id());
    }
}
