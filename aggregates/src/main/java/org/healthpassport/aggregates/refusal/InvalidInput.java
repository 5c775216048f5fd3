package org.healthpassport.aggregates.refusal;

import java.util.List;

/** The input is complete and can be read, but some of its members are invalid; names all of them. */
public record InvalidInput(List<InvalidMember> members) implements Refusal {

    public InvalidInput {
        members = List.copyOf(members);
    }

    /** @param pointer JSON pointer into the input (RFC 6901) */
    public static InvalidInput at(String pointer, String detail) {
        return new InvalidInput(List.of(new InvalidMember(pointer, detail)));
    }
}
