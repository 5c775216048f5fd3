package org.healthpassport.audit.person;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.healthpassport.audit.person.People.Asking;
import org.healthpassport.audit.web.Blocking;
import org.healthpassport.audit.web.Parameters;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.request.RequestTrace;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code /api/audit/people}: who an actor's or a patient's id is, and whose an email is. */
@RestController
@RequestMapping("/api/audit/people")
class PersonController {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s\\p{Cntrl}@]+@[^\\s\\p{Cntrl}@]+");

    private final People people;

    PersonController(People people) {
        this.people = people;
    }

    @GetMapping("/{id}")
    Mono<Person> withId(@PathVariable String id, ServerWebExchange exchange) {
        Parameters.of(exchange);
        if (!ID.matcher(id).matches()) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The id must be a UUID.")
                    .asException();
        }
        Asking asking = asking(exchange);
        return answer(() -> people.withId(id, asking));
    }

    @GetMapping
    Mono<Person> withEmail(ServerWebExchange exchange) {
        String email = Parameters.of(exchange, "email")
                .text("email")
                .filter(text -> EMAIL.matcher(text).matches())
                .orElseThrow(() -> Parameters.malformed("email", "must be an email address"));
        Asking asking = asking(exchange);
        return answer(() -> people.withEmail(email, asking));
    }

    private static Mono<Person> answer(Callable<Optional<Person>> found) {
        return Blocking.call(found)
                .map(person -> person.orElseThrow(
                        () -> Problem.of(ProblemType.NOT_FOUND, "There is no such account and no such patient.")
                                .asException()));
    }

    private static Asking asking(ServerWebExchange exchange) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        RequestTrace trace = RequestTrace.of(exchange);
        if (authorization == null || trace == null) {
            throw new IllegalStateException("Expected a request with a token and an id, but it has none");
        }
        return new Asking(authorization, trace.requestId());
    }
}
