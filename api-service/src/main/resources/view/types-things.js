/* Devices, people, organizations and places: see types.js for what the tables mean. */
import { flag, heading, say, word } from './shapes.js';
import { clock, weekday } from './timing.js';
import { date, text } from './values.js';

const hours = (opening, closing) => [
  ['', 'daysOfWeek', weekday],
  ['', 'allDay', flag('all day')],
  ['from', opening, clock],
  [' to', closing, clock],
];

const ACTIVE = [['', 'active', (value) => (value === false ? 'Inactive' : '')]];

export const THING_TYPES = {
  DeviceUseStatement: {
    nature: 'state',
    title: ['device'],
    also: 'device',
    badges: [['', 'status', word]],
    facts: [
      ['Used', 'timing[x]'],
      ['Body site', 'bodySite'],
      ['Recorded on', 'recordedOn', date],
      ['Recorded by', 'source'],
      ['Derived from', 'derivedFrom'],
    ],
  },

  Device: {
    nature: 'thing',
    title: ['type', 'deviceName', 'modelNumber'],
    titled: (value, context) => text(value?.name) || say(value, context),
    badges: [['', 'status', word]],
    facts: [
      ['Name', 'deviceName', (value) => text(value?.name)],
      ['Manufacturer', 'manufacturer'],
      ['Model', 'modelNumber'],
      ['Part number', 'partNumber'],
      ['Lot', 'lotNumber'],
      ['Serial number', 'serialNumber'],
      ['UDI', 'udiCarrier', [['', 'carrierHRF'], ['device', 'deviceIdentifier'], ['issued by', 'issuer'], ['', 'carrierAIDC', () => '']]],
      ['Distinct number', 'distinctIdentifier'],
      ['Made on', 'manufactureDate', date],
      ['Expires', 'expirationDate', date],
      ['Safety', 'safety'],
      ['Version', 'version', [['', 'type', heading], ['', 'value'], ['of', 'component']]],
      ['Property', 'property', [['', 'type', heading], ['', 'valueQuantity'], ['', 'valueCode']]],
      ['Owner', 'owner'],
      ['Contact', 'contact'],
    ],
  },

  SupplyDelivery: {
    nature: 'event',
    title: ['suppliedItem', 'type'],
    titled: (value, context) => say(value?.itemCodeableConcept ?? value?.itemReference ?? (value?.coding || value?.text ? value : ''), context),
    badges: [['', 'status', (value) => (value === 'completed' ? 'Delivered' : word(value))]],
    facts: [
      ['Item', 'suppliedItem', [['', 'item[x]'], ['quantity', 'quantity']]],
      ['Kind', 'type'],
      ['Date', 'occurrence[x]'],
      ['Supplier', 'supplier'],
      ['To', 'destination'],
      ['Received by', 'receiver'],
    ],
  },

  Location: {
    nature: 'thing',
    title: ['name', 'type'],
    badges: [['', 'status', word], ['', 'operationalStatus'], ['', 'mode', (value) => (value === 'kind' ? 'A kind of place' : '')]],
    facts: [
      ['Description', 'description'],
      ['Also known as', 'alias'],
      ['Kind', 'type'],
      ['Kind', 'physicalType'],
      ['Address', 'address'],
      ['Contact', 'telecom'],
      ['Position', 'position', [['latitude', 'latitude'], ['longitude', 'longitude'], ['altitude', 'altitude']]],
      ['Hours', 'hoursOfOperation', hours('openingTime', 'closingTime')],
      ['Exceptions', 'availabilityExceptions'],
      ['Managed by', 'managingOrganization'],
      ['Part of', 'partOf'],
    ],
  },

  Organization: {
    nature: 'thing',
    title: ['name', 'type'],
    badges: ACTIVE,
    facts: [
      ['Kind', 'type'],
      ['Also known as', 'alias'],
      ['Address', 'address'],
      ['Contact', 'telecom'],
      ['Contact', 'contact', [['', 'purpose'], ['', 'name'], ['', 'telecom'], ['', 'address']]],
      ['Part of', 'partOf'],
    ],
  },

  Practitioner: {
    nature: 'thing',
    title: ['name'],
    badges: ACTIVE,
    facts: [
      ['Qualification', 'qualification', [['', 'code'], ['', 'period'], ['by', 'issuer'], ['number', 'identifier']]],
      ['Contact', 'telecom'],
      ['Address', 'address'],
      ['Languages', 'communication'],
      ['Sex', 'gender', word],
      ['Born', 'birthDate', date],
    ],
  },

  PractitionerRole: {
    nature: 'thing',
    title: ['practitioner', 'code', 'specialty'],
    badges: ACTIVE,
    facts: [
      ['Role', 'code'],
      ['Specialty', 'specialty'],
      ['Organization', 'organization'],
      ['When', 'period'],
      ['Where', 'location'],
      ['Service', 'healthcareService'],
      ['Contact', 'telecom'],
      ['Hours', 'availableTime', hours('availableStartTime', 'availableEndTime')],
      ['Not available', 'notAvailable', [['', 'description'], ['', 'during']]],
      ['Exceptions', 'availabilityExceptions'],
    ],
  },
};
