package org.healthpassport.standalone.demo;

/** What somebody of the demo logs in with. */
public record DemoAccount(String email, String password) {

    @Override
    public String toString() {
        return "DemoAccount[" + email + ']';
    }
}
