// Only a place that has the chosen model can be chosen: another Region of the same account stands in for one that has it not,
// which comes back with a model that it has.
const place = document.querySelector('select[data-place]');
let wanted;
let fitting;
function fitPlaces() {
  if (place.value !== fitting) wanted = place.value;
  const regions = document.querySelector('input[data-regions]:checked')?.dataset.regions.split(' ');
  for (const one of place.options)
    one.disabled = regions && one.dataset.region && !regions.includes(one.dataset.region);
  place.value = wanted;
  if (place.selectedOptions[0]?.disabled) {
    const account = wanted.split('/')[0];
    place.value =
      [...place.options].find((one) => !one.disabled && one.value.startsWith(account))?.value ?? '';
  }
  fitting = place.value;
}
if (place) {
  place.form.addEventListener('change', fitPlaces);
  fitPlaces();
  // What was refused stands below the fold.
  place.form.querySelector('[aria-invalid]')?.focus();
}
