package org.healthpassport.api.consent.race;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.consent.emergency.EmergencyUnderTest;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;

/**
 * The people of a round: patients, doctors of two hospitals, and others who represent patients.
 *
 * @param tokens of all accounts; those of a doctor change with a suspension
 */
record People(
        List<SignedIn> patients,
        List<SignedIn> representatives,
        List<Member> hospitals,
        List<Member> doctors,
        Map<String, String> tokens) {

    static People registeredAt(ApiUnderTest api) {
        Members members = new Members(api);
        List<Member> hospitals = Stream.generate(new EmergencyUnderTest(api)::enabledHospital)
                .limit(2)
                .toList();
        People people = new People(
                Stream.generate(api::newPatient).limit(3).toList(),
                Stream.generate(api::newPatient).limit(2).toList(),
                hospitals,
                Stream.of(0, 0, 1)
                        .map(number -> members.doctor(hospitals.get(number)))
                        .toList(),
                new ConcurrentHashMap<>());
        Stream.of(people.patients, people.representatives)
                .flatMap(List::stream)
                .forEach(one -> people.tokens.put(one.accountId(), one.accessToken()));
        Stream.of(people.hospitals, people.doctors)
                .flatMap(List::stream)
                .forEach(
                        one -> people.tokens.put(one.accountId(), one.signedIn().accessToken()));
        return people;
    }

    Member hospitalOf(Member doctor) {
        return hospitals.stream()
                .filter(hospital -> hospital.hospitalId().equals(doctor.hospitalId()))
                .findFirst()
                .orElseThrow();
    }

    /** By the account of the doctor. */
    Map<String, String> hospitalsOfDoctors() {
        return doctors.stream().collect(Collectors.toMap(Member::accountId, Member::hospitalId));
    }

    String token(String accountId) {
        return tokens.getOrDefault(accountId, "");
    }
}
