package org.healthpassport.standalone.demo;

/** The login of a person in the demo. */
public record DemoAccount(String email, String password) {

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "DemoAccount[" + email + ']';
    }
}
