package org.healthpassport.standalone;

public final class StandaloneApplication {
    public static void main(String[] args) {
        System.out.println("hello " + System.getProperty("user.dir"));
    }
}
