package org.healthpassport.edge.failure;

import org.healthpassport.edge.problem.Problem;
import org.springframework.http.MediaType;

/** A form in which the body of an answer tells a problem. */
interface ProblemForm {

    MediaType mediaType();

    byte[] of(Problem problem, String requestId);
}
