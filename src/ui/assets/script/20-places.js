// Only a place that has the chosen model can be chosen; one that has it not comes back with a model that it has.
const place = document.querySelector('select[data-place]');
let wanted = place?.value;
function fitPlaces(event) {
  if (place.value || event?.target === place) wanted = place.value;
  const regions = document.querySelector('input[data-regions]:checked')?.dataset.regions.split(' ');
  for (const one of place.options)
    one.disabled = regions && one.dataset.region && !regions.includes(one.dataset.region);
  place.value = wanted;
  if (place.selectedOptions[0]?.disabled) place.value = '';
}
if (place) {
  place.form.addEventListener('change', fitPlaces);
  fitPlaces();
}
